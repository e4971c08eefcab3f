import { once } from "node:events";
import { createServer } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import { workspaceScenes } from "../../test/workspace-scene.ts";
import { setSecret } from "../secrets/set-secret.ts";
import { findEngines } from "./find-engines.ts";
import { testUpstream } from "./test-upstream.ts";

const { scene } = workspaceScenes();

/** Lists one model to who shows the key `sk-engine`; remembers who came. */
async function engine() {
  const seen: (string | undefined)[] = [];
  const server = createServer((request, reply) => {
    seen.push(request.headers.authorization);
    if (request.headers.authorization === "Bearer sk-engine") reply.end('{"data":[{"id":"llama-3.1-8b"}]}');
    else reply.writeHead(401).end();
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const address = server.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  return { url: `http://127.0.0.1:${port}/v1`, seen };
}

describe("testUpstream", () => {
  it("tries with the key as entered, and with a stored secret, and tells neither", async () => {
    const { url } = await engine();
    const { ctx: inside, production: environmentId } = await scene();
    const ctx = { ...inside, outbound: { allowPrivate: true } };
    const models = { kind: "models", models: [{ id: "llama-3.1-8b" }] };
    const trying = (key: Parameters<typeof testUpstream>[0]["input"]["key"]) =>
      testUpstream({ ctx, input: { environmentId, baseUrl: url, key } });
    expect(await trying({ kind: "text", text: "sk-engine" })).toMatchObject(models);
    await setSecret({
      ctx,
      input: { environmentId, name: "ENGINE", value: "sk-engine", allowedHosts: ["127.0.0.1"] },
    });
    const bySecret = await trying({ kind: "secret", name: "ENGINE" });
    expect(bySecret).toMatchObject(models);
    expect(JSON.stringify(bySecret)).not.toContain("sk-engine");
    await expect(trying({ kind: "secret", name: "OTHER" })).rejects.toMatchObject({ code: "not_found" });
  });

  it("sends a stored secret to its allowed hosts only", async () => {
    const running = await engine();
    const { ctx: inside, production: environmentId } = await scene();
    const ctx = { ...inside, outbound: { allowPrivate: true } };
    const secret = { name: "OPENAI", value: "sk-openai", allowedHosts: ["api.openai.com"] };
    await setSecret({ ctx, input: { environmentId, ...secret } });
    const input = { environmentId, baseUrl: running.url, key: { kind: "secret", name: "OPENAI" } as const };
    await expect(testUpstream({ ctx, input })).rejects.toMatchObject({
      code: "invalid_input",
      message: "The secret OPENAI may not be sent to 127.0.0.1.",
    });
    expect(running.seen).toEqual([]);
  });

  it("calls nothing private, and looks for no engine, where private upstreams are not allowed", async () => {
    const running = await engine();
    const { ctx, production: environmentId } = await scene();
    const input = { environmentId, baseUrl: running.url, key: { kind: "none" } as const };
    expect(await testUpstream({ ctx, input })).toMatchObject({ problem: { code: "address_refused" } });
    expect(running.seen).toEqual([]);
    expect(await findEngines({ ctx, input: { environmentId } })).toEqual({ allowed: false, engines: [] });
  });
});
