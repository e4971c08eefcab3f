import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { EnvironmentSnapshot } from "@meridian/routing-config";
import { startEngine } from "@meridian/simulator";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { startRawUpstream } from "../testing/raw-upstream.ts";
import { startTestGateway, type TestGateway } from "../testing/start-test-gateway.ts";
import { waitUntil } from "../testing/wait-until.ts";

const uuid = (n: number) => `0193c4f5-0000-7000-8000-00000000000${n}`;
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const text = (id: string) => `mk_live_${id}_${"s".repeat(43)}`;
const first = text("aaaaaaaaaaaa");
const second = text("bbbbbbbbbbbb");

type Key = EnvironmentSnapshot["keys"][number];
const key = (more: Partial<Key> = {}): Key => {
  return { id: "aaaaaaaaaaaa", name: "app", sha256: sha256(first), routes: ["*"], expiresAtMs: null, ...more };
};

let engine: Awaited<ReturnType<typeof startEngine>>;
let gateway: TestGateway;
let serial: number;

beforeEach(async () => {
  engine = await startEngine({ timeScale: 0.01 });
  gateway = await startTestGateway(null);
  serial = 0;
});
afterEach(async () => {
  await gateway.close();
  await engine.close();
});

/** Makes the gateway serve with these keys, as after a change in the workspace. */
function serveWith(keys: readonly Key[], upstreamUrl = engine.url): void {
  const yaml = `language: 1
upstreams: { a: { provider: openai-compatible, base_url: "${upstreamUrl}" } }
routes: { chat: { match: { models: [chat] }, policy: round_robin, targets: [{ upstream: a }] } }
`;
  serial += 1;
  const snapshot: EnvironmentSnapshot = {
    format: 1,
    workspaceId: uuid(0),
    environmentId: uuid(1),
    environmentName: "production",
    serial,
    issuedAtMs: 0,
    deployment: { id: uuid(5), configVersionId: uuid(6), configVersion: 1, sha256: sha256(yaml), yaml },
    keys: [...keys],
    overrides: [],
    secrets: [],
  };
  expect(gateway.registry.apply({ kind: "snapshot", snapshot }, Date.now()).state).toBe("applied");
}

function chat(keyText = first, signal?: AbortSignal): Promise<Response> {
  return fetch(`${gateway.url}/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${keyText}`, "content-type": "application/json" },
    body: JSON.stringify({ model: "chat", max_tokens: 1, messages: [{ role: "user", content: "hi" }] }),
    ...(signal && { signal }),
  });
}

const refusal = async (response: Response) => {
  const { error } = (await response.json()) as { readonly error: { readonly code: string; readonly message: string } };
  return { status: response.status, code: error.code, message: error.message };
};

describe("limits of a key", () => {
  it("let 2 requests a minute begin; the 3rd gets 429, which limit it was, when to come back, and a record", async () => {
    serveWith([key({ limits: { requestsPerMinute: 2 } })]);
    expect((await chat()).status).toBe(200);
    expect((await chat()).status).toBe(200);
    const third = await chat();
    expect(Number(third.headers.get("retry-after"))).toBeGreaterThan(50);
    expect(Number(third.headers.get("retry-after-ms"))).toBeLessThanOrEqual(60_250);
    expect(await refusal(third)).toMatchObject({
      status: 429,
      code: "key_requests_per_minute",
      message: expect.stringContaining("may begin 2 requests a minute"),
    });
    expect(await gateway.record(2)).toMatchObject({ outcome: "rejected", status: 429, keyId: "aaaaaaaaaaaa" });
    expect((await fetch(`${gateway.url}/models`, { headers: { authorization: `Bearer ${first}` } })).status).toBe(200);
  });

  it("let 1 be in flight: the place is free again when a reply is whole, and when its caller leaves", async () => {
    const held: ServerResponse[] = [];
    const upstream = await startRawUpstream((response) => void held.push(response));
    onTestFinished(() => upstream.close());
    const limited = key({ limits: { inFlight: 1 } });
    serveWith([limited], upstream.url);
    const leaving = new AbortController();
    const left = chat(first, leaving.signal).catch(() => null);
    await waitUntil(() => held.length === 1, "the first is in flight");
    const refused = await chat();
    expect(refused.headers.get("retry-after")).toBe("1");
    expect(await refusal(refused)).toMatchObject({ status: 429, code: "key_in_flight" });
    leaving.abort();
    await left;
    await gateway.record(1);
    const answered = chat();
    await waitUntil(() => held.length === 2, "the next is in flight");
    expect((await chat()).status).toBe(429);
    const message = { role: "assistant", content: "hello" };
    held[1]?.writeHead(200, { "content-type": "application/json" });
    held[1]?.end(JSON.stringify({ id: "1", object: "chat.completion", choices: [{ index: 0, message }] }));
    await (await answered).text();
    await gateway.record(3);
    serveWith([limited]);
    expect((await chat()).status).toBe(200);
  });

  it("count on over a change of the key, and hold for its old and its new text together", async () => {
    serveWith([key({ limits: { requestsPerMinute: 2 } })]);
    expect((await chat()).status).toBe(200);
    const grace = { sha256: sha256(first), expiresAtMs: Date.now() + 60_000 };
    const limits = { requestsPerMinute: 2 };
    serveWith([key({ sha256: sha256(second), limits }), key({ ...grace, limits })]);
    expect((await chat(second)).status).toBe(200);
    expect((await chat(first)).status).toBe(429);
    expect((await chat(second)).status).toBe(429);
    serveWith([key({ sha256: sha256(second), limits: {} })]);
    expect((await chat(second)).status).toBe(200);
  });

  it("do not hold for another key", async () => {
    const other = { id: "bbbbbbbbbbbb", name: "other", sha256: sha256(second) };
    serveWith([key({ limits: { requestsPerMinute: 1 } }), key(other)]);
    expect((await chat()).status).toBe(200);
    expect((await chat()).status).toBe(429);
    for (let n = 0; n < 3; n += 1) expect((await chat(second)).status).toBe(200);
  });
});

describe("a re-rolled key", () => {
  it("is opened by both texts in its grace, by the new one alone after it, and always as the same key", async () => {
    const grace = (expiresAtMs: number) => key({ sha256: sha256(first), expiresAtMs });
    serveWith([key({ sha256: sha256(second) }), grace(Date.now() + 60_000)]);
    expect([(await chat(first)).status, (await chat(second)).status]).toEqual([200, 200]);
    expect([(await gateway.record(0)).keyId, (await gateway.record(1)).keyId]).toEqual([
      "aaaaaaaaaaaa",
      "aaaaaaaaaaaa",
    ]);
    serveWith([key({ sha256: sha256(second) }), grace(Date.now() - 1)]);
    expect(await refusal(await chat(first))).toMatchObject({ status: 401, code: "expired_api_key" });
    serveWith([key({ sha256: sha256(second) })]);
    expect(await refusal(await chat(first))).toMatchObject({ status: 401, code: "invalid_api_key" });
    expect((await chat(second)).status).toBe(200);
  });
});
