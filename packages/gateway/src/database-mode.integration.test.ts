import { randomUUID } from "node:crypto";
import { createTestDatabase } from "@meridian/db/testing";
import { startEngine } from "@meridian/simulator";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { eventually } from "../test/eventually.ts";
import { LiveTestClient } from "../test/live-client.ts";
import { routingYaml } from "../test/routing-yaml.ts";
import { RunningGateway } from "../test/running-gateway.ts";
import { environmentId, snapshotOf } from "../test/signed-snapshot.ts";
import { temporaryFolder } from "../test/temporary-folder.ts";
import { until } from "../test/until.ts";
import { WorkspaceDatabase } from "../test/workspace-database.ts";
import { chat } from "./testing/chat-call.ts";

let engine: Awaited<ReturnType<typeof startEngine>>;

beforeAll(async () => {
  engine = await startEngine({ timeScale: 0.01 });
  return () => engine.close();
});

/** A workspace on a database of its own, and a way to start gateways that follow it. */
async function seeded() {
  const database = await createTestDatabase();
  const { url } = database;
  const workspace = await WorkspaceDatabase.seed(url);
  onTestFinished(async () => {
    await workspace.close();
    await database.drop();
  });
  const start = async (dataDir?: string, workers = 1): Promise<RunningGateway> => {
    const source = { kind: "database", url, gatewayKey: workspace.gatewayKey } as const;
    return RunningGateway.start({ ...source, dataDir: dataDir ?? (await temporaryFolder()) }, workspace.keyText, {
      workers,
      logLevel: "fatal",
    });
  };
  const reported = (deploymentId: string, limitMs: number) =>
    eventually(
      "the gateway reported",
      () => workspace.reportOf(deploymentId),
      (report) => report !== null,
      limitMs,
    );
  return { workspace, start, reported };
}

describe("a gateway that follows a workspace", () => {
  it("serves what is published, reports it within 2 s, and writes records and cells", async () => {
    const { workspace, start, reported } = await seeded();
    await workspace.publish(routingYaml({ first: engine.url }));
    const gateway = await start();
    expect(await gateway.chat()).toMatchObject({ status: 200, upstream: "first", version: "1" });

    const deploymentId = await workspace.publish(routingYaml({ second: engine.url }));
    expect(await reported(deploymentId, 2_000)).toMatchObject({ state: "applied", serial: 2n });
    expect(await gateway.chat()).toMatchObject({ status: 200, upstream: "second", version: "2" });

    await eventually(
      "2 records are written",
      () => workspace.countRequests(),
      (count) => count === 2,
    );
    await eventually(
      "2 requests are in cells",
      () => workspace.countedInCells(),
      (count) => count === 2,
    );
  });

  it("rejects a config that it cannot serve, says why, and keeps the last good one", async () => {
    const { workspace, start, reported } = await seeded();
    await workspace.publish(routingYaml({ first: engine.url }));
    const gateway = await start();
    const broken = await workspace.publish(routingYaml({ first: engine.url }).replace("round_robin", "fastest"));
    const report = await reported(broken, 2_000);
    expect(report?.state).toBe("rejected");
    expect(report?.diagnostics).toContainEqual(
      expect.objectContaining({ severity: "error", path: "routes.chat.policy" }),
    );
    expect(await gateway.chat()).toMatchObject({ status: 200, version: "1" });
    const repaired = await workspace.publish(routingYaml({ first: engine.url }));
    expect(await reported(repaired, 2_000)).toMatchObject({ state: "applied" });
  });

  it("refuses a snapshot that was tampered with, counts it, and keeps serving", async () => {
    const { workspace, start } = await seeded();
    await workspace.publish(routingYaml({ first: engine.url }));
    const gateway = await start();
    const genuine = workspace.payloadOf(snapshotOf(2));
    const forged = workspace.payloadOf(snapshotOf(2, { yaml: routingYaml({ evil: "http://127.0.0.1:1/v1" }) }));
    await workspace.writeSnapshot(2, forged, workspace.keyring.signSnapshot(genuine));
    await eventually(
      "the refusal is counted",
      () => gateway.admin("/metrics"),
      ({ text }) => text.includes("meridian_snapshots_refused_total 1\n"),
    );
    expect(await gateway.chat()).toMatchObject({ status: 200, upstream: "first", version: "1" });
  });

  it("rule 20: refuses a revoked key within 2 s", async () => {
    const { workspace, start } = await seeded();
    await workspace.publish(routingYaml({ first: engine.url }));
    const gateway = await start();
    await workspace.publish(routingYaml({ first: engine.url }), { keys: [] });
    const refused = await eventually(
      "the key is refused",
      () => gateway.chat(),
      ({ status }) => status !== 200,
      2_000,
    );
    expect(refused.status).toBe(401);
  });

  it("is listed while it lives and marked stopped when it was told to stop, under one id across restarts", async () => {
    const { workspace, start } = await seeded();
    const dataDir = await temporaryFolder();
    const instances = () => workspace.database.prisma.gatewayInstance.findMany();
    const first = await start(dataDir);
    const [listed] = await eventually("it is listed", instances, (all) => all.length === 1);
    expect(listed).toMatchObject({ name: "gateway-1", liveUrl: "ws://127.0.0.1:4000/live", stoppedAt: null });
    await first.stop();
    expect((await instances())[0]?.stoppedAt).toBeInstanceOf(Date);
    await start(dataDir);
    const [again, ...others] = await eventually("it is back", instances, ([one]) => one?.stoppedAt === null);
    expect(others).toEqual([]);
    expect(again?.id).toBe(listed?.id);
    expect(again?.epoch).toBeGreaterThan(listed?.epoch ?? 0n);
  });

  it("shows a request live to who comes with a ticket, once, and to nobody with an expired or forged one", async () => {
    const { workspace, start } = await seeded();
    await workspace.publish(routingYaml({ first: engine.url }));
    const gateway = await start();
    const ticketOf = (expiresInMs: number): string =>
      workspace.keyring.signTicket({
        environmentId,
        subject: "user-1",
        expiresAtMs: Date.now() + expiresInMs,
        nonce: randomUUID(),
      });
    const connect = (): Promise<LiveTestClient> => new LiveTestClient(gateway.liveUrl).opened();

    const ticket = ticketOf(60_000);
    const watching = (await connect()).subscribe(ticket);
    await until("it is welcomed", () => watching.ticks.length > 0);
    await gateway.chat();
    await until("the request is seen", () => watching.ticks.some(({ requests }) => requests.length === 1), 3_000);
    const tick = watching.ticks.find(({ requests }) => requests.length === 1);
    expect(tick).toMatchObject({
      cells: [{ environmentId, route: "chat", upstream: "first", counts: { requests: 1 } }],
      upstreams: [{ name: "first", attemptsInTick: 1, health: { breaker: { kind: "closed" } } }],
      deployment: { configVersion: 1 },
    });

    const refused = await Promise.all([connect(), connect(), connect()]);
    for (const [at, text] of [ticket, ticketOf(-1), `${ticketOf(60_000)}x`].entries()) refused[at]?.subscribe(text);
    expect(await Promise.all(refused.map((client) => client.untilClosed()))).toEqual([4409, 4403, 4401]);
    expect(watching.closed).toBeNull();
  });
});

describe("a gateway of three threads that follows a workspace", () => {
  it("is one gateway: one feed with all requests, a record of each, and what is published or revoked holds in all threads", async () => {
    const { workspace, start, reported } = await seeded();
    await workspace.publish(routingYaml({ first: engine.url }));
    const gateway = await start(undefined, 3);
    // A connection of its own, which any of the threads may take.
    const ask = () =>
      chat(`${gateway.url}/v1`, JSON.stringify({ model: "small", messages: [{ role: "user", content: "hello" }] }), {
        authorization: `Bearer ${workspace.keyText}`,
      });
    const askAll = async (count: number) => {
      const replies = await Promise.all(Array.from({ length: count }, ask));
      return [...new Set(replies.map(({ status, headers }) => `${status} ${String(headers["x-meridian-upstream"])}`))];
    };
    const expiresAtMs = Date.now() + 60_000;
    const ticket = workspace.keyring.signTicket({ environmentId, subject: "user-1", expiresAtMs, nonce: randomUUID() });
    const watching = (await new LiveTestClient(gateway.liveUrl).opened()).subscribe(ticket);
    await until("it is welcomed", () => watching.ticks.length > 0);

    expect(await askAll(30)).toEqual(["200 first"]);
    const seen = () => watching.ticks.flatMap(({ requests }) => requests.map(({ id }) => id));
    await until("the feed has shown 30 requests", () => new Set(seen()).size === 30, 5_000);
    const attempts = watching.ticks.flatMap(({ upstreams }) => upstreams.map(({ attemptsInTick }) => attemptsInTick));
    expect(attempts.reduce((sum, count) => sum + count, 0)).toBe(30);
    const sequences = watching.ticks.map(({ sequence }) => sequence);
    expect(sequences).toEqual(sequences.map((_, at) => at + (sequences[0] ?? 0)));

    // Whichever thread they come in at, a ticket is good for one of them.
    const again = await Promise.all(Array.from({ length: 6 }, () => new LiveTestClient(gateway.liveUrl).opened()));
    for (const client of again) client.subscribe(ticket);
    expect(await Promise.all(again.map((client) => client.untilClosed()))).toEqual(again.map(() => 4409));

    const second = await workspace.publish(routingYaml({ second: engine.url }));
    expect(await reported(second, 5_000)).toMatchObject({ state: "applied" });
    expect(await askAll(30)).toEqual(["200 second"]);

    await workspace.publish(routingYaml({ second: engine.url }), { keys: [] });
    await eventually(
      "the key is refused by all",
      () => askAll(12),
      ([one, other]) => one === "401 undefined" && !other,
      2_000,
    );
    expect(await askAll(30)).toEqual(["401 undefined"]);

    await gateway.stop();
    expect(watching.closed?.code ?? (await watching.untilClosed())).toBe(1001);
    expect(await workspace.countRequests()).toBeGreaterThanOrEqual(60);
    expect(await workspace.countedInCells()).toBe(await workspace.countRequests());
  });
});
