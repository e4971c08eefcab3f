import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { EnvironmentSnapshot } from "@meridian/routing-config";
import { Agent, fetch as fetchWith } from "undici";
import { expect, it, onTestFinished } from "vitest";
import { RequestTotals } from "../observability/request-totals.ts";
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

/** A gateway with 100 environments, each a workspace of its own with one key, all of them before one upstream. */
async function hundred() {
  const held: ServerResponse[] = [];
  const upstream = await startRawUpstream((response, { body }) => {
    if (body.includes("hold")) held.push(response);
    else response.writeHead(200, { "content-type": "application/json" }).end(reply);
  });
  const totals = new RequestTotals();
  const gateway = await startTestGateway(null, { maxInFlight: 1_000 }, { sink: totals });
  const callers = new Agent({ connections: 2_000 });
  onTestFinished(async () => {
    for (const response of held) response.destroy();
    await gateway.close();
    await Promise.all([upstream.close(), callers.destroy()]);
  });
  for (let n = 0; n < 100; n += 1) {
    const yaml = `language: 1
upstreams: { all: { provider: openai-compatible, base_url: "${upstream.url}" } }
routes: { chat: { policy: round_robin, targets: [{ upstream: all }], retry: { max_attempts: 1 } } }
`;
    const snapshot: EnvironmentSnapshot = {
      format: 1,
      workspaceId: idOf(n + 200),
      environmentId: idOf(n),
      environmentName: `env-${n}`,
      serial: 1,
      issuedAtMs: 0,
      deployment: {
        id: idOf(n + 400),
        configVersionId: idOf(n + 600),
        configVersion: n + 1,
        sha256: sha256(yaml),
        yaml,
      },
      keys: [
        {
          id: `key-${n}`,
          name: "app",
          sha256: sha256(keyOf(n)),
          routes: ["*"],
          expiresAtMs: null,
          limits: { requestsPerMinute: 700 + n },
        },
      ],
      overrides: [],
      secrets: [],
    };
    expect(gateway.registry.apply({ kind: "snapshot", snapshot }, Date.now()).state).toBe("applied");
  }
  const call = (n: number, content: string) =>
    fetchWith(`${gateway.url}/chat/completions`, {
      method: "POST",
      dispatcher: callers,
      headers: { authorization: `Bearer ${keyOf(n)}`, "content-type": "application/json" },
      body: JSON.stringify({ model: "chat", max_tokens: 1, messages: [{ role: "user", content }] }),
    });
  return { gateway, totals, held, call };
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
