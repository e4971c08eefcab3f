import type { ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { badAndGood } from "../testing/bad-and-good.ts";
import { beginChat, chat, chatBody, readReply } from "../testing/chat-call.ts";
import { routingYaml } from "../testing/routing-yaml.ts";
import { startTestGateway, testKey } from "../testing/start-test-gateway.ts";
import { waitUntil } from "../testing/wait-until.ts";
import { completion, replyJson } from "../testing/wire.ts";

const on = badAndGood();

describe("cooldown", () => {
  it("rule 9: cools an upstream down after 429 until its Retry-After", async () => {
    on.bad.answer = (response) => replyJson(response, "{}", 429, { "retry-after": "30" });
    await chat(on.gateway.url, chatBody());
    await chat(on.gateway.url, chatBody());
    expect([on.bad.calls.length, on.good.calls.length]).toEqual([1, 2]);
    expect((await on.gateway.record(1)).details.plan).toMatchObject({
      skipped: [{ name: "bad", reason: "cooling_down" }],
    });
  });

  it.each([
    ["30", "1"],
    ["1", "30"],
  ])("rule 9: of two 429 at once, of %s and %s s, the longer holds, whichever comes last", async (first, second) => {
    const held: ServerResponse[] = [];
    on.bad.answer = (response) => {
      held.push(response);
      if (held.length < 2) return;
      replyJson(held[0]!, "{}", 429, { "retry-after": first });
      held[0]!.on("finish", () => replyJson(response, "{}", 429, { "retry-after": second }));
    };
    await Promise.all([chat(on.gateway.url, chatBody()), chat(on.gateway.url, chatBody())]);
    const [environment] = on.gateway.registry.all();
    const { cooldownUntilMs } = environment!.state.view(0, Date.now()).health;
    expect(cooldownUntilMs - Date.now()).toBeGreaterThan(20_000);
  });

  it("rule 9: when all turn out to be rate limited, answers at once with the time until the first is due: 7 s of 7 s and 30 s", async () => {
    on.bad.answer = (response) => replyJson(response, "{}", 429, { "retry-after": "7" });
    on.good.answer = (response) => replyJson(response, "{}", 429, { "retry-after": "30" });
    const begunAt = performance.now();
    const reply = await chat(on.gateway.url, chatBody());
    expect(performance.now() - begunAt).toBeLessThan(2_000);
    expect(reply.status).toBe(429);
    expect([on.bad.calls.length, on.good.calls.length]).toEqual([1, 1]);
    expect(Number(reply.headers["retry-after"])).toBe(7);
    expect((await on.gateway.record()).details.gaveUp).toBe("no_candidate_left");
  });

  it("rule 9: when all are cooling down, answers at once with 429 and the time until the first is due", async () => {
    on.bad.answer = (response) => replyJson(response, "{}", 429, { "retry-after": "30" });
    on.good.answer = (response) => replyJson(response, "{}", 429, { "retry-after": "7" });
    on.gateway.apply(on.yaml({ retry: "max_attempts: 2, max_retry_share: 100%" }));
    await chat(on.gateway.url, chatBody());
    const reply = await chat(on.gateway.url, chatBody());
    expect(reply.status).toBe(429);
    expect(Number(reply.headers["retry-after"])).toBeLessThanOrEqual(7);
    expect(Number(reply.headers["retry-after-ms"])).toBeGreaterThan(5_000);
    expect([on.bad.calls.length, on.good.calls.length]).toEqual([1, 1]);
    expect(await on.gateway.record(1)).toMatchObject({
      outcome: "rejected",
      attemptCount: 0,
      errorCode: "upstreams_rate_limited",
    });
  });

  describe("rule 9: while all are cooling down, and it fits the timeout", () => {
    const patient = "connect: 1s, first_token: 5s, idle: 1s, response: 5s";
    const coolFor = (ms: number) => (response: ServerResponse) =>
      replyJson(response, "{}", 429, { "retry-after-ms": String(ms) });

    it("a request waits, is planned again when the first is due, and is answered", async () => {
      on.gateway.apply(on.yaml({ timeouts: patient, retry: "max_attempts: 2, max_retry_share: 100%" }));
      on.bad.answer = coolFor(20_000);
      on.good.answer = coolFor(400);
      expect((await chat(on.gateway.url, chatBody())).status).toBe(429);
      on.good.answer = (response) => replyJson(response, completion("patience"));
      const reply = await chat(on.gateway.url, chatBody());
      expect(JSON.parse(reply.text).choices[0].message.content).toBe("patience");
      const record = await on.gateway.record(1);
      expect(record).toMatchObject({ attemptCount: 1, outcome: "completed", upstream: "good" });
      expect(record.details.attempts[0]?.startedAtMs).toBeGreaterThan(200);
      expect(record.details.plan).toMatchObject({ skipped: [{ name: "bad", reason: "cooling_down" }] });
    });

    it("a request that was refused by all waits for the first, as long as it has attempts left", async () => {
      on.gateway.apply(
        routingYaml({ bad: on.bad.url }, { timeouts: patient, retry: "max_attempts: 2, max_retry_share: 100%" }),
      );
      on.bad.answer = (response, call) => {
        if (on.bad.calls.indexOf(call) === 0) coolFor(2_200)(response);
        else replyJson(response, completion("patience"));
      };
      expect((await chat(on.gateway.url, chatBody())).status).toBe(200);
      const [first, second] = (await on.gateway.record()).details.attempts;
      expect((second?.startedAtMs ?? 0) - (first?.endedAtMs ?? 0)).toBeGreaterThanOrEqual(2_199);
    });

    it("no more than the queue takes wait: the others get 429 and an honest Retry-After at once", async () => {
      await on.gateway.close();
      const retry = "max_attempts: 2, max_retry_share: 100%";
      on.gateway = await startTestGateway(on.yaml({ timeouts: patient, retry }), { maxWaiting: 3 });
      on.bad.answer = coolFor(1_500);
      on.good.answer = coolFor(1_500);
      await chat(on.gateway.url, chatBody());
      const waiting = Array.from({ length: 3 }, () => {
        const request = beginChat(on.gateway.url, chatBody());
        request.on("error", () => undefined);
        return request;
      });
      await waitUntil(() => on.gateway.counters.requestsWaiting === 3, "the queue to fill");
      const reply = await chat(on.gateway.url, chatBody());
      expect([reply.status, JSON.parse(reply.text).error.code]).toEqual([429, "upstreams_rate_limited"]);
      expect(Number(reply.headers["retry-after-ms"])).toBeLessThanOrEqual(1_500);
      // Who leaves gives its place back.
      for (const request of waiting) request.destroy();
      await waitUntil(() => on.gateway.records.length === 5, "the records of those that left");
      for (const record of on.gateway.records.slice(2)) expect(record).toMatchObject({ status: 499, attemptCount: 0 });
      on.bad.answer = (response) => replyJson(response, completion("back"));
      on.good.answer = on.bad.answer;
      expect((await chat(on.gateway.url, chatBody())).status).toBe(200);
    });
  });

  it("rule 9: the queue is bounded by the bytes of the bodies that it holds, too", async () => {
    await on.gateway.close();
    const timeouts = "connect: 1s, first_token: 5s, idle: 1s, response: 5s";
    on.gateway = await startTestGateway(on.yaml({ timeouts, retry: "max_attempts: 2, max_retry_share: 100%" }), {
      maxWaitingBytes: 1_500,
    });
    const cooling = (response: ServerResponse) => replyJson(response, "{}", 429, { "retry-after-ms": "3000" });
    on.bad.answer = cooling;
    on.good.answer = cooling;
    await chat(on.gateway.url, chatBody());
    const large = chatBody({ pad: "x".repeat(1_000) });
    const waits = () => beginChat(on.gateway.url, large).on("error", () => undefined);
    const first = waits();
    await waitUntil(() => on.gateway.counters.requestsWaiting === 1, "the first to wait");
    expect((await chat(on.gateway.url, large)).status).toBe(429);
    expect(await on.gateway.record(1)).toMatchObject({ attemptCount: 0, errorCode: "upstreams_rate_limited" });
    // Who leaves gives its bytes back.
    first.destroy();
    await waitUntil(() => on.gateway.counters.requestsWaiting === 0, "the first to leave");
    const next = waits();
    await waitUntil(() => on.gateway.counters.requestsWaiting === 1, "the next to wait");
    next.destroy();
  });

  it("rule 20: refuses a request whose key was revoked while it waited, when its turn comes", async () => {
    const waiting = on.yaml({ timeouts: "connect: 1s, first_token: 5s, idle: 1s, response: 5s" });
    on.gateway.apply(waiting);
    const cooling = (response: ServerResponse) => replyJson(response, "{}", 429, { "retry-after-ms": "2500" });
    on.bad.answer = cooling;
    on.good.answer = cooling;
    await chat(on.gateway.url, chatBody(), { "x-meridian-no-fallback": "true" });
    const request = readReply(beginChat(on.gateway.url, chatBody()));
    await waitUntil(() => on.gateway.counters.requestsWaiting === 1, "the request to wait");
    const calls = on.bad.calls.length + on.good.calls.length;
    on.gateway.apply(waiting.replace(testKey, "another-key"));
    const reply = await request;
    expect([reply.status, JSON.parse(reply.text).error.code]).toEqual([401, "invalid_api_key"]);
    expect(on.bad.calls.length + on.good.calls.length).toBe(calls);
    expect(await on.gateway.record(1)).toMatchObject({ outcome: "rejected", status: 401 });
  });
});
