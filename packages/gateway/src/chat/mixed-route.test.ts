import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { chat, chatBody } from "../testing/chat-call.ts";
import { type RawUpstream, startRawUpstream } from "../testing/raw-upstream.ts";
import { routingYaml } from "../testing/routing-yaml.ts";
import { startTestGateway, type TestGateway } from "../testing/start-test-gateway.ts";
import { completion, replyJson } from "../testing/wire.ts";

let google: RawUpstream;
let engine: RawUpstream;
let gateway: TestGateway;

/** `google` speaks Gemini's protocol and the others OpenAI's; tried in the order given. */
const mixed = (...names: readonly string[]): string =>
  routingYaml(Object.fromEntries(names.map((name) => [name, name.startsWith("google") ? google.url : engine.url])), {
    retry: "max_attempts: 3, max_retry_share: 100%",
  }).replaceAll(/(google\w*: \{ provider: )openai-compatible/g, "$1gemini");
const body = chatBody({ n: 2 });

beforeEach(async () => {
  google = await startRawUpstream((response) =>
    replyJson(
      response,
      JSON.stringify({ candidates: [{ content: { parts: [{ text: "g" }] }, finishReason: "STOP" }] }),
    ),
  );
  engine = await startRawUpstream((response) => replyJson(response, completion("engine")));
  gateway = await startTestGateway(mixed("google", "engine"));
});
afterEach(async () => {
  await gateway.close();
  await Promise.all([google.close(), engine.close()]);
});

describe("a route whose upstreams speak several protocols", () => {
  it("passes over those that have no word for a field, and says so in the plan", async () => {
    for (let i = 0; i < 10; i += 1)
      expect((await chat(gateway.url, body)).headers["x-meridian-upstream"]).toBe("engine");
    expect(google.calls).toHaveLength(0);
    const record = await gateway.record();
    expect(record).toMatchObject({ outcome: "completed", attemptCount: 1, upstream: "engine" });
    expect(record.details).toMatchObject({
      plan: {
        candidates: [{ name: "engine" }],
        skipped: [{ name: "google", reason: "unsupported_field", why: "its protocol has no word for `n`" }],
      },
      attempts: [{ upstream: "engine", as: "first" }],
    });
    // Nobody's health was hurt: what it has words for, the first still answers.
    expect((await chat(gateway.url, chatBody())).headers["x-meridian-upstream"]).toBe("google");
  });

  it("passes over them when another has failed, without spending an attempt", async () => {
    gateway.apply(mixed("engine", "google", "google2", "engine2"));
    let calls = 0;
    engine.answer = (response) => {
      calls += 1;
      replyJson(response, calls === 1 ? "{}" : completion("second"), calls === 1 ? 500 : 200);
    };
    const reply = await chat(gateway.url, body);
    expect([reply.status, reply.headers["x-meridian-upstream"], google.calls.length]).toEqual([200, "engine2", 0]);
    expect((await gateway.record()).details).toMatchObject({
      plan: {
        candidates: [{ name: "engine" }, { name: "engine2" }],
        skipped: [
          { name: "google", reason: "unsupported_field" },
          { name: "google2", reason: "unsupported_field" },
        ],
      },
      attempts: [
        { upstream: "engine", outcome: "failed" },
        { upstream: "engine2", as: "fallback", outcome: "completed" },
      ],
    });
  });

  it("tells what the last attempt came to when only those are left", async () => {
    gateway.apply(mixed("engine", "google"));
    engine.answer = (response) => replyJson(response, "{}", 401);
    const reply = await chat(gateway.url, body);
    expect([reply.status, google.calls.length]).toEqual([502, 0]);
    expect(await gateway.record()).toMatchObject({ errorCode: "upstream_misconfigured", attemptCount: 1 });
  });

  it("refuses the field by name only when no upstream has a word for it", async () => {
    gateway.apply(mixed("google", "google2"));
    const reply = await chat(gateway.url, body);
    expect(reply.status).toBe(400);
    expect(JSON.parse(reply.text).error).toMatchObject({ param: "n", code: "unsupported_field" });
    const record = await gateway.record();
    expect(record).toMatchObject({ outcome: "rejected", attemptCount: 0, errorCode: "unsupported_field" });
    expect(record.details.plan).toMatchObject({ skipped: [{ name: "google" }, { name: "google2" }] });
  });

  it("does not blame the field while the upstream that has a word for it cools down", async () => {
    engine.answer = (response) => replyJson(response, "{}", 429, { "retry-after": "60" });
    expect((await chat(gateway.url, body)).status).toBe(429);
    const reply = await chat(gateway.url, body);
    expect([reply.status, JSON.parse(reply.text).error.code]).toEqual([429, "upstreams_rate_limited"]);
    expect(Number(reply.headers["retry-after"])).toBeGreaterThan(50);
    expect(google.calls).toHaveLength(0);
  });

  it("leaves a caller's own text out of the record when it stands where a field's name should", async () => {
    gateway.apply(mixed("google"));
    const reply = await chat(gateway.url, chatBody({ "my secret prompt": 1 }));
    expect(JSON.parse(reply.text).error.param).toBe("my secret prompt");
    expect(await gateway.record()).toMatchObject({ errorCode: "unsupported_field" });
    expect(JSON.stringify(gateway.records)).not.toContain("secret prompt");
    expect(gateway.logged()).not.toContain("secret prompt");
  });
});
