import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { UsageLimits, EnvironmentSnapshot } from "@meridian/routing-config";
import { Agent, fetch as fetchWith } from "undici";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type RawUpstream, startRawUpstream } from "../testing/raw-upstream.ts";
import { startTestGateway, type TestGateway } from "../testing/start-test-gateway.ts";
import { waitUntil } from "../testing/wait-until.ts";

const uuid = (n: number) => `0193c4f5-0000-7000-8000-00000000000${n}`;
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const keyText = `mk_live_aaaaaaaaaaaa_${"s".repeat(43)}`;

/** The prompt's 32 bytes are estimated at 8 tokens, the reply at the 10 that the caller allows. */
const prompt = 8;
const estimated = prompt + 10;
const price = "price: { input_per_million_tokens: 1000, output_per_million_tokens: 1000 }";

let east: RawUpstream;
let west: RawUpstream;
let gateway: TestGateway;
let serial: number;

/** Answers with this many tokens of input and output, as counted by the upstream. */
const answering = (input: number, output: number) => (response: ServerResponse) => {
  const message = { role: "assistant", content: "hello" };
  const usage = { prompt_tokens: input, completion_tokens: output, total_tokens: input + output };
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify({ id: "1", object: "chat.completion", choices: [{ index: 0, message }], usage }));
};

beforeEach(async () => {
  east = await startRawUpstream(answering(prompt, 10));
  west = await startRawUpstream(answering(prompt, 10));
  gateway = await startTestGateway(null);
  serial = 0;
});
afterEach(async () => {
  await gateway.close();
  await Promise.all([east.close(), west.close()]);
});

type Serving = {
  readonly key?: UsageLimits;
  readonly workspace?: UsageLimits;
  readonly route?: string;
  readonly east?: string;
  readonly west?: string;
  readonly targets?: string;
  readonly environment?: number;
};

function serve({
  key = {},
  workspace,
  route = "",
  east: ofEast = "",
  west: ofWest = "",
  targets,
  environment = 1,
}: Serving) {
  const yaml = `language: 1
upstreams:
  east: { provider: openai-compatible, base_url: "${east.url}", ${price}, ${ofEast} }
  west: { provider: openai-compatible, base_url: "${west.url}", ${price}, tags: [cheap], ${ofWest} }
routes:
  chat: { policy: weighted, retry: { max_retry_share: 100% }, ${route} targets: ${targets ?? "[{ upstream: east }, { upstream: west, priority: 2 }]"} }
`;
  serial += 1;
  const snapshot: EnvironmentSnapshot = {
    format: 1,
    workspaceId: uuid(0),
    environmentId: uuid(environment),
    environmentName: "production",
    serial,
    issuedAtMs: 0,
    ...(workspace && { workspaceLimits: workspace }),
    deployment: { id: uuid(5), configVersionId: uuid(6), configVersion: 1, sha256: sha256(yaml), yaml },
    keys: [
      {
        id: "aaaaaaaaaaaa",
        name: "app",
        sha256: sha256(`${environment}${keyText}`),
        routes: ["*"],
        expiresAtMs: null,
        limits: key,
      },
    ],
    overrides: [],
    secrets: [],
  };
  const applied = gateway.registry.apply({ kind: "snapshot", snapshot }, Date.now());
  expect(applied).toMatchObject({ state: "applied" });
}

/** A thousand sockets take their time on a machine that does other things as well. */
const busyMs = 25_000;

const callers = new Agent({ connections: 1_000 });

async function chat(environment = 1, body: object = {}, signal?: AbortSignal) {
  const response = await fetchWith(`${gateway.url}/chat/completions`, {
    method: "POST",
    dispatcher: callers,
    headers: { authorization: `Bearer ${environment}${keyText}`, "content-type": "application/json" },
    body: JSON.stringify({ model: "chat", max_tokens: 10, messages: [{ role: "user", content: "hi" }], ...body }),
    ...(signal && { signal }),
  });
  const { error } = (await response.json()) as { readonly error?: { readonly code: string; readonly message: string } };
  return {
    status: response.status,
    code: error?.code,
    message: error?.message,
    upstream: response.headers.get("x-meridian-upstream"),
    retryAfter: response.headers.get("retry-after"),
  };
}

const usageOf = (scope: string) => gateway.registry.ledger.scope(scope);
const ofUpstream = ({ url }: RawUpstream) => usageOf(`upstream|${uuid(1)}|openai-compatible|${url}||`);
const ofKey = () => usageOf(`key|${uuid(1)}|aaaaaaaaaaaa`);

const daily = (amountUsd: number) => ({ amountUsd, period: "day", timeZone: "UTC" }) as const;

describe("rule 15: limits reserve an estimate, reconcile it with what was used, and refund what failed", () => {
  it("rule 15: of 1,000 concurrent requests exactly those are let in whose estimates fit, and the counts end at what was used", async () => {
    const admitted = 200;
    serve({ key: { tokensPerMinute: admitted * estimated } });
    const held: ServerResponse[] = [];
    east.answer = (response) => void held.push(response);
    const replies = Array.from({ length: 1_000 }, () => chat());
    await waitUntil(
      () => held.length === admitted && gateway.records.length === 1_000 - admitted,
      "all to be decided",
      busyMs,
    );
    expect(ofKey().tokens?.usedAt(Date.now())).toBe(admitted * estimated);
    for (const response of held) answering(prompt, 4)(response);
    const statuses = (await Promise.all(replies)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(admitted);
    expect(statuses.filter((status) => status === 429)).toHaveLength(1_000 - admitted);
    const used = gateway.records.reduce((sum, { inputTokens, outputTokens }) => sum + inputTokens + outputTokens, 0);
    expect(used).toBe(admitted * (prompt + 4));
    expect([ofKey().tokens?.usedAt(Date.now()), ofKey().inFlight]).toEqual([used, 0]);
  });

  it("rule 15: the same for requests a minute and for money, of key and workspace and route at once", async () => {
    const spend = daily((50 * estimated) / 1_000);
    serve({
      key: { requestsPerMinute: 300 },
      workspace: { spend },
      route: "limits: { requests_per_minute: 200 },",
    });
    const statuses = (await Promise.all(Array.from({ length: 1_000 }, () => chat()))).map(({ status }) => status);
    // Replies use what was estimated, so nothing is given back for others.
    expect(statuses.filter((status) => status === 200)).toHaveLength(50);
    const spent = gateway.records.reduce((sum, { costNanoUsd }) => sum + costNanoUsd, 0);
    expect(usageOf(`workspace|${uuid(0)}`).spend?.usedAt(Date.now())).toBe(spent);
    // Who was refused does not count.
    expect(ofKey().requests?.usedAt(Date.now())).toBe(50);
    expect([
      ofKey().inFlight,
      usageOf(`workspace|${uuid(0)}`).inFlight,
      usageOf(`route|${uuid(1)}|chat`).inFlight,
    ]).toEqual([0, 0, 0]);
  });

  it("rule 15: what failed or was never sent uses nothing; what a caller that left had got, it has used", async () => {
    serve({ key: { tokensPerMinute: 100, spend: daily(1) }, targets: "[{ upstream: east }]" });
    east.answer = (response) => response.writeHead(500).end();
    expect((await chat()).status).toBe(502);
    expect([ofKey().tokens?.usedAt(Date.now()), ofKey().spend?.usedAt(Date.now())]).toEqual([0, 0]);
    expect((await chat(1, { messages: "none" })).status).toBe(400);
    let calls = 0;
    east.answer = () => void (calls += 1);
    const leaving = new AbortController();
    const left = fetchWith(`${gateway.url}/chat/completions`, {
      method: "POST",
      signal: leaving.signal,
      headers: { authorization: `Bearer 1${keyText}`, "content-type": "application/json" },
      body: JSON.stringify({ model: "chat", max_tokens: 10, messages: [{ role: "user", content: "hi" }] }),
    }).catch(() => null);
    await waitUntil(() => calls > 0, "it to be sent");
    leaving.abort();
    await left;
    await waitUntil(() => gateway.records.length === 3, "its record");
    const { inputTokens, outputTokens } = gateway.records[2]!;
    expect([ofKey().tokens?.usedAt(Date.now()), ofKey().inFlight]).toEqual([inputTokens + outputTokens, 0]);
  });

  it("rule 15: a failover gives back what the first upstream had set aside, and takes from the second", async () => {
    serve({
      east: "limits: { tokens_per_minute: 100 },",
      west: "limits: { tokens_per_minute: 100, requests_per_minute: 9 },",
    });
    east.answer = (response) => response.writeHead(500).end();
    west.answer = answering(prompt, 4);
    expect(await chat()).toMatchObject({ status: 200, upstream: "west" });
    expect(ofUpstream(east).tokens?.usedAt(Date.now())).toBe(0);
    expect(ofUpstream(west).tokens?.usedAt(Date.now())).toBe(prompt + 4);
    expect(ofUpstream(west).requests?.usedAt(Date.now())).toBe(1);
  });

  it("rule 15: of 1,000 concurrent requests an upstream gets exactly what its limits allow, though others fail and callers leave", async () => {
    const tokens = 150 * estimated;
    serve({
      east: "limits: { requests_per_minute: 400 }, circuit_breaker: { consecutive_failures: 1000, error_rate: 100% },",
      west: `limits: { tokens_per_minute: ${tokens} },`,
    });
    east.answer = (response) => response.writeHead(503).end();
    const held: ServerResponse[] = [];
    west.answer = (response) => void held.push(response);
    const leaving = new AbortController();
    const replies = Array.from({ length: 1_000 }, (_, at) => chat(1, {}, at % 2 === 0 ? leaving.signal : undefined));
    await waitUntil(() => held.length === 150 && gateway.records.length === 850, "all to be decided", busyMs);
    expect([ofUpstream(east).requests?.usedAt(Date.now()), east.calls.length]).toEqual([400, 400]);
    expect(ofUpstream(west).tokens?.usedAt(Date.now())).toBe(tokens);
    leaving.abort();
    await Promise.allSettled(replies.filter((_, at) => at % 2 === 0));
    for (const response of held) if (!response.destroyed) answering(prompt, 4)(response);
    await Promise.allSettled(replies);
    await waitUntil(() => gateway.records.length === 1_000, "every record", busyMs);
    const used = gateway.records.reduce((sum, { inputTokens, outputTokens }) => sum + inputTokens + outputTokens, 0);
    expect(ofUpstream(west).tokens?.usedAt(Date.now())).toBe(used);
    const [environment] = gateway.registry.all();
    expect(environment?.state.views(Date.now()).map(({ inFlight }) => inFlight)).toEqual([0, 0]);
    expect([ofKey().inFlight, environment?.inFlight.all, gateway.registry.inFlight.all]).toEqual([0, 0, 0]);
  });
});

describe("limits", () => {
  it("say whose limit it was, when to come back, and that a request larger than the limit never fits", async () => {
    serve({ key: { tokensPerMinute: 2 * estimated } });
    await chat();
    await chat();
    expect(await chat()).toMatchObject({
      status: 429,
      code: "key_tokens_per_minute",
      retryAfter: expect.stringMatching(/^[1-6]\d$/),
    });
    serve({ key: { tokensPerMinute: 5 } });
    expect(await chat()).toMatchObject({
      status: 429,
      code: "key_tokens_per_minute",
      retryAfter: null,
      message: expect.stringContaining("larger than the limit"),
    });
    serve({ workspace: { spend: daily(0.000_001) } });
    expect(await chat()).toMatchObject({ status: 429, code: "workspace_spend" });
    serve({ route: "limits: { requests_per_minute: 1 }," });
    expect((await chat()).status).toBe(200);
    serve({ route: "limits: { requests_per_minute: 1 },", workspace: { spend: daily(0.000_001) } });
    const both = await chat();
    expect([both.code, both.retryAfter]).toEqual(["workspace_spend", null]);
    serve({ route: "limits: { max_in_flight: 1 }," });
    const held: ServerResponse[] = [];
    east.answer = (response) => void held.push(response);
    const first = chat();
    await waitUntil(() => held.length === 1, "the first is in flight");
    expect(await chat()).toMatchObject({ status: 429, code: "route_in_flight", retryAfter: "1" });
    for (const response of held) answering(prompt, 1)(response);
    expect((await first).status).toBe(200);
  });

  it("of an upstream send the rest to the next one, and leave the reason in the plan", async () => {
    serve({ east: "limits: { requests_per_minute: 2 }," });
    const upstreams = [];
    for (let n = 0; n < 4; n += 1) upstreams.push((await chat()).upstream);
    expect(upstreams).toEqual(["east", "east", "west", "west"]);
    expect(gateway.records[2]?.details.plan).toMatchObject({
      skipped: [
        { name: "east", reason: "requests_per_minute", why: expect.stringContaining("2 of 2 requests a minute") },
      ],
    });
    serve({ east: `limits: { spend: { amount_usd: ${(2 * estimated) / 1_000}, period: month } },` });
    const bySpend = [];
    for (let n = 0; n < 3; n += 1) bySpend.push((await chat()).upstream);
    expect(bySpend).toEqual(["east", "east", "west"]);
  });

  it("of every upstream used up are a 429 that says when the first is free again", async () => {
    serve({
      east: "limits: { requests_per_minute: 1 },",
      targets: "[{ upstream: east }]",
      route: "timeouts: { response: 5s },",
    });
    expect((await chat()).status).toBe(200);
    expect(await chat()).toMatchObject({
      status: 429,
      code: "upstreams_rate_limited",
      retryAfter: expect.stringMatching(/^[56]\d$/),
    });
  });

  it("go on counting over a new config, a rollback and a restart", async () => {
    serve({ key: { spend: daily((2 * estimated) / 1_000) } });
    await chat();
    const spent = ofKey().spend?.usedAt(Date.now());
    serve({ key: {} });
    serve({ key: { spend: daily((2 * estimated) / 1_000) } });
    expect(ofKey().spend?.usedAt(Date.now())).toBe(spent);
    const exported = JSON.parse(JSON.stringify(gateway.registry.ledger.export(Date.now())));
    await gateway.close();
    gateway = await startTestGateway(null);
    gateway.registry.ledger.import(exported, Date.now());
    serve({ key: { spend: daily((2 * estimated) / 1_000) } });
    expect((await chat()).status).toBe(200);
    expect(await chat()).toMatchObject({ status: 429, code: "key_spend" });
  });

  it("of a workspace hold for all its environments together", async () => {
    const workspace = { requestsPerMinute: 2 };
    serve({ workspace });
    serve({ workspace, environment: 2 });
    expect((await chat(1)).status).toBe(200);
    expect((await chat(2)).status).toBe(200);
    expect(await chat(1)).toMatchObject({ status: 429, code: "workspace_requests_per_minute" });
    expect(await chat(2)).toMatchObject({ status: 429, code: "workspace_requests_per_minute" });
  });

  it.each([
    ["block", "", ["east", "east", null]],
    ["alert", ", when_exhausted: alert", ["east", "east", "east"]],
    ["prefer", ", when_exhausted: { prefer: { tags: [cheap] } }", ["east", "east", "west"]],
  ])("a route's spent budget: %s", async (_, more, expected) => {
    serve({ route: `spend_limit: { amount_usd: ${(2 * estimated) / 1_000}, period: day${more} },` });
    const upstreams = [];
    for (let n = 0; n < 3; n += 1) {
      const { status, upstream, code } = await chat();
      upstreams.push(status === 200 ? upstream : null);
      if (status !== 200) expect(code).toBe("route_spend");
    }
    expect(upstreams).toEqual(expected);
  });
});
