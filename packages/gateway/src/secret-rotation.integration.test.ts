import { createServer } from "node:http";
import { createTestDatabase } from "@meridian/db/testing";
import { expect, it, onTestFinished } from "vitest";
import { eventually } from "../test/eventually.ts";
import { RunningGateway } from "../test/running-gateway.ts";
import { environmentId } from "../test/signed-snapshot.ts";
import { temporaryFolder } from "../test/temporary-folder.ts";
import { WorkspaceDatabase } from "../test/workspace-database.ts";
import { listenOn } from "./listen-on.ts";

const callers = 8;

/** An upstream that answers those who send a credential it accepts, and counts which it was sent. */
async function guardedUpstream() {
  const accepted = new Set<string>();
  const seen = new Map<string, number>();
  const server = createServer((request, response) => {
    const credential = request.headers.authorization?.replace("Bearer ", "") ?? "";
    seen.set(credential, (seen.get(credential) ?? 0) + 1);
    request.resume().once("end", () => {
      const known = accepted.has(credential);
      response.writeHead(known ? 200 : 401, { "content-type": "application/json" });
      const message = { role: "assistant", content: "hello" };
      const reply = { id: "1", object: "chat.completion", model: "m", choices: [{ index: 0, message }] };
      response.end(JSON.stringify(known ? reply : { error: { message: "who are you?" } }));
    });
  });
  const { port } = await listenOn(server, "127.0.0.1", 0);
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${port}/v1`, accepted, seen };
}

it("a secret is rotated under the load of 8 callers without a failed request, and its use is told", async () => {
  const upstream = await guardedUpstream();
  const database = await createTestDatabase();
  const workspace = await WorkspaceDatabase.seed(database.url);
  onTestFinished(async () => {
    await workspace.close();
    await database.drop();
  });
  const yaml = `language: 1
upstreams: { only: { provider: openai-compatible, base_url: "${upstream.url}", api_key: "\${secret.KEY}" } }
routes: { chat: { match: { models: [small] }, policy: round_robin, targets: [{ upstream: only }] } }
`;
  const publishWith = (value: string) => {
    const sealed = Buffer.from(workspace.keyring.sealSecret(value, environmentId, "KEY")).toString("base64");
    return workspace.publish(yaml, { secrets: [{ name: "KEY", sealed, allowedHosts: ["127.0.0.1"] }] });
  };
  upstream.accepted.add("sk-old");
  await publishWith("sk-old");
  const source = { kind: "database", url: database.url, gatewayKey: workspace.gatewayKey } as const;
  const gateway = await RunningGateway.start({ ...source, dataDir: await temporaryFolder() }, workspace.keyText);

  const statuses = new Map<number, number>();
  let calling = true;
  const caller = async (): Promise<void> => {
    while (calling) {
      const { status } = await gateway.chat();
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  const load = Promise.all(Array.from({ length: callers }, caller));
  const sent = (value: string) => upstream.seen.get(value) ?? 0;
  const untilSent = (value: string, count: number) =>
    eventually(
      `${count} with ${value}`,
      () => Promise.resolve(sent(value)),
      (now) => now >= count,
    );

  await untilSent("sk-old", 100);
  upstream.accepted.add("sk-new");
  await publishWith("sk-new");
  await untilSent("sk-new", 100);
  upstream.accepted.delete("sk-old");
  const oldOnes = sent("sk-old");
  await untilSent("sk-new", 300);
  calling = false;
  await load;
  expect([...statuses.keys()]).toEqual([200]);
  expect(sent("sk-old")).toBe(oldOnes);

  await gateway.stop();
  const told = await workspace.database.prisma.credentialUse.findMany({ orderBy: { kind: "asc" } });
  expect(told.map(({ kind, name }) => `${kind} ${name}`)).toEqual(["gateway-key abcdefghijkl", "secret KEY"]);
});
