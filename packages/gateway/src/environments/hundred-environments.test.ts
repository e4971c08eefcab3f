import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";
import { summarise } from "@meridian/metrics";
import type { EnvironmentSnapshot } from "@meridian/routing-config";
import type { TicketCheck } from "@meridian/sealing";
import { pino } from "pino";
import { Agent, fetch as fetchWith, type RequestInit } from "undici";
import { expect, it, onTestFinished } from "vitest";
import { LiveTestClient } from "../../test/live-client.ts";
import { LiveServer } from "../live/live-server.ts";
import { createRecordPath } from "../records/record-path.ts";
import { startRawUpstream } from "../testing/raw-upstream.ts";
import { startTestGateway } from "../testing/start-test-gateway.ts";
import { waitUntil } from "../testing/wait-until.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const idOf = (n: number) => `0193c4f5-0000-7000-8000-${String(n).padStart(12, "0")}`;
const keyOf = (n: number) => `mk_live_${String(n).padStart(12, "a")}_${"s".repeat(43)}`;

/** A thousand sockets take their time on a machine that does other things as well. */
const busyMs = 25_000;

const reply = JSON.stringify({
  id: "1",
  object: "chat.completion",
  choices: [{ index: 0, message: { role: "assistant", content: "hello" } }],
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
});

const everyone = Array.from({ length: 100 }, (_, n) => n);

/** All of them say the same names: key, route and upstream. Only `own-N` stands in one alone. */
function snapshotOf(n: number, url: string, serial: number, requestsPerMinute: number): EnvironmentSnapshot {
  const yaml = `language: 1
upstreams: { all: { provider: openai-compatible, base_url: "${url}" } }
defaults: { retry: { max_attempts: 1 } }
routes:
  chat: { policy: round_robin, targets: [{ upstream: all }] }
  own-${n}: { policy: round_robin, targets: [{ upstream: all }] }
`;
  const deployment = { id: idOf(n + 400), configVersionId: idOf(n + 600), configVersion: n + 1 };
  const key = { id: `key-${n}`, name: "app", sha256: sha256(keyOf(n)), routes: ["*"], expiresAtMs: null };
  return {
    format: 1,
    workspaceId: idOf(n + 200),
    environmentId: idOf(n),
    environmentName: `env-${n}`,
    serial,
    issuedAtMs: 0,
    deployment: { ...deployment, sha256: sha256(yaml), yaml },
    keys: [{ ...key, limits: { requestsPerMinute } }],
    overrides: [],
    secrets: [],
  };
}

/** A gateway with 100 environments, each a workspace of its own with one key, all of them before one upstream. */
async function hundred() {
  const held: ServerResponse[] = [];
  const upstream = await startRawUpstream((response, { body }) => {
    if (body.includes("hold")) held.push(response);
    else response.writeHead(200, { "content-type": "application/json" }).end(reply);
  });
  const clock = (): number => performance.timeOrigin + performance.now();
  const source = { instanceId: "gw-1", epoch: 1 };
  const { sink, hub, totals } = createRecordPath({
    source,
    registry: { get: (environmentId) => gateway.registry.get(environmentId) },
    storage: null,
    printer: null,
    traces: null,
    clock,
    log: pino({ enabled: false }),
  });
  const checkTicket = (environmentId: string): TicketCheck => {
    return { kind: "valid", ticket: { environmentId, subject: "u", nonce: environmentId, expiresAtMs: Infinity } };
  };
  const live = new LiveServer({ hub, checkTicket, source, instanceName: "gateway-1", clock });
  const gateway = await startTestGateway(null, { maxInFlight: 1_000 }, { sink, onUpgrade: live.upgrade.bind(live) });
  const callers = new Agent({ connections: 2_000 });
  onTestFinished(async () => {
    for (const response of held) response.destroy();
    hub.stop();
    live.close();
    await gateway.close();
    await Promise.all([upstream.close(), callers.destroy()]);
  });
  const apply = (n: number, serial: number, requestsPerMinute: number) => {
    const snapshot = snapshotOf(n, upstream.url, serial, requestsPerMinute);
    expect(gateway.registry.apply({ kind: "snapshot", snapshot }, Date.now()).state).toBe("applied");
  };
  for (const n of everyone) apply(n, 1, 700 + n);
  const ask = (n: number, path: string, init: RequestInit = {}) =>
    fetchWith(`${gateway.url}${path}`, {
      ...init,
      dispatcher: callers,
      headers: { authorization: `Bearer ${keyOf(n)}`, "content-type": "application/json" },
    });
  const call = (n: number, content: string, model = "chat") =>
    ask(n, "/chat/completions", {
      method: "POST",
      body: JSON.stringify({ model, max_tokens: 1, messages: [{ role: "user", content }] }),
    });
  const watch = async (n: number): Promise<LiveTestClient> => {
    const client = await new LiveTestClient(`ws://127.0.0.1:${gateway.port}/live`).opened();
    client.subscribe(idOf(n));
    await waitUntil(() => client.ticks.length > 0, "the first tick", busyMs);
    return client;
  };
  return { gateway, hub, totals, held, apply, ask, call, watch };
}

it("rule 21: of 100 environments one floods the gateway, and each of the others has its part of the requests in flight", async () => {
  const { gateway, held, call, totals } = await hundred();
  const flood = Array.from({ length: 700 }, () => call(0, "hold").catch(() => null));
  const refusals = 700 - 505;
  // Half of 1,000 in common, and its own hundredth of the other half.
  await waitUntil(
    () => held.length === 505 && totals.series.some(({ requests }) => requests === refusals),
    "the flood",
    busyMs,
  );
  const others = await Promise.all(
    Array.from({ length: 99 * 5 }, (_, at) =>
      call(1 + (at % 99), "hi").then(async (response) => (await response.text(), response.status)),
    ),
  );
  expect(others.filter((status) => status === 200)).toHaveLength(99 * 5);
  const refused = await call(0, "hi");
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "1"]);
  expect(((await refused.json()) as { error: { code: string } }).error.code).toBe("gateway_full");
  // Each environment's requests are counted as its own, against its own key.
  for (let n = 1; n < 100; n += 1) {
    expect(gateway.registry.ledger.scope(`key|${idOf(n)}|key-${n}`).requests?.usedAt(Date.now())).toBe(5);
    const ended = totals.series.filter(({ environment }) => environment === idOf(n));
    expect(ended.reduce((sum, { requests }) => sum + requests, 0)).toBe(5);
  }
  for (const response of held.splice(0)) response.writeHead(200, { "content-type": "application/json" }).end(reply);
  const statuses = (await Promise.all(flood)).map((response) => response?.status);
  expect([
    statuses.filter((status) => status === 200).length,
    statuses.filter((status) => status === 503).length,
  ]).toEqual([505, refusals]);
  await waitUntil(() => gateway.counters.requestsInFlight === 0, "all to end", busyMs);
  expect((await call(0, "hi")).status).toBe(200);
});

it("rule 21: each of 100 live feeds tells of its own environment's requests, and of none of the others'", async () => {
  const { hub, held, call, watch, totals } = await hundred();
  const feeds = await Promise.all(everyone.map(watch));
  // Different numbers, so that a mix of two would show.
  const asked = (n: number): number => 1 + (n % 7);
  const holding = everyone.filter((n) => n % 10 === 0);
  const waiting = holding.map((n) => call(n, "hold").catch(() => null));
  const ids = await Promise.all(
    everyone.map((n) =>
      Promise.all(
        Array.from({ length: asked(n) }, () =>
          call(n, "hi").then(async (response) => (await response.text(), response.headers.get("x-request-id"))),
        ),
      ),
    ),
  );
  await waitUntil(() => held.length === holding.length, "the requests in flight", busyMs);
  hub.tick();
  await waitUntil(() => feeds.every(({ ticks }) => ticks.length === 2), "a tick for each", busyMs);
  for (const [n, { ticks }] of feeds.entries()) {
    const inFlight = holding.includes(n) ? 1 : 0;
    const tick = ticks[1];
    expect(tick?.requests.map(({ id }) => id).sort()).toEqual(ids[n]?.sort());
    expect(tick?.upstreams).toMatchObject([{ name: "all", inFlight, attemptsInTick: asked(n) + inFlight }]);
    expect(tick?.deployment).toMatchObject({ deploymentId: idOf(n + 400), configVersion: n + 1 });
    expect(summarise(tick?.cells ?? []).requests).toBe(asked(n));
    const ended = totals.series.filter(({ environment }) => environment === idOf(n));
    expect(ended.reduce((sum, { requests }) => sum + requests, 0)).toBe(asked(n));
  }
  for (const response of held.splice(0)) response.writeHead(200, { "content-type": "application/json" }).end(reply);
  await Promise.all(waiting);
  hub.tick();
  await waitUntil(() => feeds.every(({ ticks }) => ticks.length === 3), "another tick for each", busyMs);
  for (const [n, { ticks }] of feeds.entries()) {
    expect(ticks[2]?.requests).toHaveLength(holding.includes(n) ? 1 : 0);
    expect(ticks[2]?.upstreams).toMatchObject([{ inFlight: 0 }]);
  }
});

it("rule 21: of 100 environments one's used-up limit, models and close names are nobody else's", async () => {
  const { apply, ask, call } = await hundred();
  apply(7, 2, 2);
  const statuses = async (n: number): Promise<number[]> => {
    const replies = [await call(n, "hi"), await call(n, "hi"), await call(n, "hi")];
    await Promise.all(replies.map((each) => each.text()));
    return replies.map(({ status }) => status);
  };
  const all = await Promise.all(everyone.map(statuses));
  expect(all).toEqual(everyone.map((n) => [200, 200, n === 7 ? 429 : 200]));
  const listed = await Promise.all(everyone.map(async (n) => (await ask(n, "/models")).json()));
  const names = listed.map((list) => (list as { data: { id: string }[] }).data.map(({ id }) => id));
  expect(names).toEqual(everyone.map((n) => ["chat", `own-${n}`]));
  const others = await call(42, "hi", "own-43");
  const { error } = (await others.json()) as { error: { message: string } };
  expect([others.status, error.message]).toEqual([404, expect.stringContaining("Did you mean `own-42`?")]);
});
