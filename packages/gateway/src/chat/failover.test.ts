import type { ServerResponse } from "node:http";
import { createServer, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { beginChat, chat, chatBody, readReply } from "../testing/chat-call.ts";
import { type RawUpstream, startRawUpstream } from "../testing/raw-upstream.ts";
import { routingYaml } from "../testing/routing-yaml.ts";
import { startTestGateway, type TestGateway } from "../testing/start-test-gateway.ts";
import { waitUntil } from "../testing/wait-until.ts";
import {
  beginStream,
  completion,
  doneFrame,
  errorFrame,
  finishFrame,
  replyJson,
  replyStream,
  roleFrame,
  textFrame,
} from "../testing/wire.ts";

let bad: RawUpstream;
let good: RawUpstream;
let gateway: TestGateway;

const timeouts = "connect: 1s, first_token: 150ms, idle: 150ms, response: 150ms";
const yaml = (more: Parameters<typeof routingYaml>[1] = {}) =>
  routingYaml(
    { bad: bad.url, good: good.url },
    { timeouts, upstream: "circuit_breaker: { consecutive_failures: 100, min_requests: 1000 }", ...more },
  );

beforeEach(async () => {
  bad = await startRawUpstream((response) => replyJson(response, "{}", 500));
  good = await startRawUpstream((response, call) => {
    if (JSON.parse(call.body).stream) replyStream(response, roleFrame, textFrame("good"), finishFrame, doneFrame);
    else replyJson(response, completion("good"));
  });
  gateway = await startTestGateway(yaml());
});
afterEach(async () => {
  await gateway.close();
  await Promise.all([bad.close(), good.close()]);
});

const cut = (response: ServerResponse) => response.socket?.destroy();
const afterFirst = (frames: string, then: (response: ServerResponse) => void) => (response: ServerResponse) => {
  beginStream(response, frames);
  setImmediate(() => then(response));
};

describe("failover", () => {
  it.each([408, 409, 429, 500, 502, 503, 529])(
    "rule 5: answers from the next upstream after status %d",
    async (status) => {
      bad.answer = (response) => replyJson(response, '{"error":{"message":"x"}}', status);
      const reply = await chat(gateway.url, chatBody());
      expect([reply.status, JSON.parse(reply.text).choices[0].message.content]).toEqual([200, "good"]);
      const record = await gateway.record();
      expect(record).toMatchObject({ outcome: "completed", attemptCount: 2, upstream: "good" });
      expect(record.details.attempts).toMatchObject([
        { upstream: "bad", as: "first", outcome: "failed", status },
        { upstream: "good", as: "fallback", outcome: "completed", status: 200 },
      ]);
    },
  );

  it("rule 5: answers from the next upstream when one cannot be reached", async () => {
    await bad.close();
    const reply = await chat(gateway.url, chatBody());
    expect(reply.status).toBe(200);
    expect((await gateway.record()).details.attempts[0]).toMatchObject({ cause: "connect", status: null });
  });

  it.each<[string, (response: ServerResponse) => void, string]>([
    ["an error event", (response) => replyStream(response, roleFrame, errorFrame), "stream_error"],
    [
      "an error event in the very bytes of the first content",
      (response) => replyStream(response, roleFrame, textFrame("x"), errorFrame),
      "stream_error",
    ],
    ["a cut", afterFirst(roleFrame, cut), "cut"],
    ["a cut in the middle of the first frame", afterFirst(roleFrame + textFrame("lost").slice(0, 30), cut), "cut"],
    ["an end without an end", (response) => replyStream(response, roleFrame), "cut"],
    ["nothing but [DONE]", (response) => replyStream(response, roleFrame, doneFrame), "malformed"],
    ["garbage", (response) => replyStream(response, "data: <html>\n\n"), "malformed"],
    ["JSON in place of a stream", (response) => replyJson(response, completion("x")), "malformed"],
    ["silence after its headers", (response) => beginStream(response, roleFrame), "first_token_timeout"],
    ["silence before its headers", () => undefined, "first_token_timeout"],
  ])(
    "rule 5: answers a stream from the next upstream when the 200 of the first is followed by %s",
    async (_name, answer, cause) => {
      bad.answer = answer;
      const reply = await chat(gateway.url, chatBody({ stream: true }));
      expect(reply.text).toBe(roleFrame + textFrame("good") + finishFrame + doneFrame);
      expect(reply.headers).toMatchObject({ "x-meridian-upstream": "good", "x-meridian-attempts": "2" });
      const record = await gateway.record();
      expect(record.details.attempts).toMatchObject([
        { upstream: "bad", outcome: "failed", cause },
        { upstream: "good" },
      ]);
    },
  );

  it.each<[string, (response: ServerResponse) => void, string]>([
    [
      "is cut short",
      (response) => {
        response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
        response.write(completion("half"));
        setImmediate(() => cut(response));
      },
      "cut",
    ],
    ["is no completion", (response) => replyJson(response, '{"error":"none"}'), "malformed"],
    ["never comes", () => undefined, "response_timeout"],
  ])("rule 5: answers from the next upstream when a reply without streaming %s", async (_name, answer, cause) => {
    bad.answer = answer;
    const reply = await chat(gateway.url, chatBody());
    expect(JSON.parse(reply.text).choices[0].message.content).toBe("good");
    expect((await gateway.record()).details.attempts[0]).toMatchObject({ cause });
  });

  it("rule 5: holds frames back to 64 and then lets them through, so that a later failure is the caller's to see", async () => {
    bad.answer = (response) => replyStream(response, roleFrame.repeat(65), errorFrame);
    const reply = await chat(gateway.url, chatBody({ stream: true }));
    // All of it came at once: nothing was relayed when the error was seen.
    expect(reply.text).toContain("good");
    bad.answer = afterFirst(roleFrame.repeat(70), (response) => response.end(errorFrame));
    const later = await chat(gateway.url, chatBody({ stream: true }));
    expect(later.text.startsWith(roleFrame.repeat(70))).toBe(true);
    expect(later.text).toContain('"code":"upstream_failed"');
  });

  it.each<[string, (response: ServerResponse) => void, string, string]>([
    [
      "an error event",
      afterFirst(roleFrame + textFrame("a"), (response) => response.end(errorFrame)),
      "stream_error",
      "upstream_failed",
    ],
    ["a cut", afterFirst(roleFrame + textFrame("a"), cut), "cut", "upstream_failed"],
    [
      "a cut in the middle of a frame",
      afterFirst(roleFrame + textFrame("a"), (response) => {
        response.write(textFrame("b").slice(0, 20));
        setTimeout(() => cut(response), 20);
      }),
      "cut",
      "upstream_failed",
    ],
    ["silence", (response) => beginStream(response, roleFrame, textFrame("a")), "idle_timeout", "upstream_timeout"],
  ])(
    "rule 6: ends a stream with an error event and no [DONE] when content is followed by %s",
    async (_name, answer, cause, code) => {
      bad.answer = answer;
      const reply = await chat(gateway.url, chatBody({ stream: true }));
      const [, , last, end] = reply.text.split("\n\n");
      expect(reply.text.startsWith(roleFrame + textFrame("a"))).toBe(true);
      expect(JSON.parse(last?.slice(6) ?? "")).toMatchObject({
        error: { code, request_id: reply.headers["x-request-id"] },
      });
      expect([end, reply.text.includes("[DONE]"), good.calls.length]).toEqual(["", false, 0]);
      const record = await gateway.record();
      expect(record).toMatchObject({
        outcome: "failed",
        status: code === "upstream_timeout" ? 504 : 502,
        errorCode: code,
        outputTokens: 1,
        tokensEstimated: true,
      });
      expect(record.details).toMatchObject({ gaveUp: "content_relayed", attempts: [{ cause, outcome: "failed" }] });
    },
  );

  it("rule 7: spends no more than the retry budget: 20 % of 300 failing requests, and the 100 that a route always has", async () => {
    gateway.apply(yaml({ retry: "max_attempts: 2, max_retry_share: 20%" }));
    good.answer = bad.answer;
    for (let i = 0; i < 300; i += 20)
      await Promise.all(Array.from({ length: 20 }, () => chat(gateway.url, chatBody())));
    const retries = bad.calls.length + good.calls.length - 300;
    expect(retries).toBeGreaterThan(100);
    expect(retries).toBeLessThanOrEqual(160);
    expect(gateway.records.filter(({ details }) => details.gaveUp === "retry_budget").length).toBeGreaterThan(100);
  });

  it("rule 7: honours retry-after-ms before it calls the same upstream again", async () => {
    gateway.apply(routingYaml({ bad: bad.url }, { retry: "max_attempts: 2, max_retry_share: 100%" }));
    let calls = 0;
    bad.answer = (response) => {
      calls += 1;
      if (calls === 1) replyJson(response, "{}", 503, { "retry-after-ms": "120" });
      else replyJson(response, completion("ok"));
    };
    const reply = await chat(gateway.url, chatBody());
    expect(reply.status).toBe(200);
    const [first, second] = (await gateway.record()).details.attempts;
    expect((second?.startedAtMs ?? 0) - (first?.endedAtMs ?? 0)).toBeGreaterThanOrEqual(119);
  });

  it("rule 7: takes a Retry-After of a year for an hour", async () => {
    gateway.apply(routingYaml({ bad: bad.url }));
    bad.answer = (response) => replyJson(response, "{}", 429, { "retry-after": String(365 * 86_400) });
    await chat(gateway.url, chatBody());
    const reply = await chat(gateway.url, chatBody());
    expect([reply.status, bad.calls.length]).toEqual([429, 1]);
    expect(Number(reply.headers["retry-after"])).toBeLessThanOrEqual(3_600);
  });

  it("rule 7: retries nothing once the caller has left", async () => {
    bad.answer = () => undefined;
    const request = beginChat(gateway.url, chatBody());
    request.on("error", () => undefined);
    await waitUntil(() => bad.calls.length === 1, "the call");
    request.destroy();
    const record = await gateway.record();
    expect(record).toMatchObject({ outcome: "cancelled", status: 499, attemptCount: 1 });
    expect(good.calls).toHaveLength(0);
  });

  it("rule 7: calls no other upstream when the caller forbids it", async () => {
    const reply = await chat(gateway.url, chatBody(), { "x-meridian-no-fallback": "true" });
    expect(reply.status).toBe(502);
    expect(good.calls).toHaveLength(0);
    expect((await gateway.record()).details.gaveUp).toMatch(/no_fallback|max_attempts/);
  });

  it("rule 8: of 20 requests refused with 400, none hurts the upstream's health", async () => {
    bad.answer = (response) => replyJson(response, '{"error":{"message":"your mistake"}}', 400);
    for (let i = 0; i < 20; i += 1) await chat(gateway.url, chatBody());
    expect([bad.calls.length, good.calls.length]).toEqual([20, 0]);
    const [environment] = gateway.registry.all();
    expect(environment?.state.view(0, Date.now()).health.breaker.kind).toBe("closed");
  });

  it.each([
    [401, "credentials"],
    [403, "credentials"],
    [404, "model_not_found"],
  ] as const)(
    "rule 8: takes %d for the upstream's own fault, says so loudly, and passes it over from then on",
    async (status, flag) => {
      gateway.apply(yaml({ upstream: "upstream_model: theirs" }));
      bad.answer = (response) => replyJson(response, "{}", status);
      expect((await chat(gateway.url, chatBody())).status).toBe(200);
      expect((await chat(gateway.url, chatBody())).status).toBe(200);
      const [environment] = gateway.registry.all();
      expect(environment?.state.view(0, Date.now()).health.misconfigured).toBe(flag);
      expect([bad.calls.length, good.calls.length]).toEqual([1, 2]);
      expect(gateway.logged()).toContain("misconfigured");
    },
  );

  it("rule 9: cools an upstream down after 429 until its Retry-After", async () => {
    bad.answer = (response) => replyJson(response, "{}", 429, { "retry-after": "30" });
    await chat(gateway.url, chatBody());
    await chat(gateway.url, chatBody());
    expect([bad.calls.length, good.calls.length]).toEqual([1, 2]);
    expect((await gateway.record(1)).details.plan).toMatchObject({
      skipped: [{ name: "bad", reason: "cooling_down" }],
    });
  });

  it("rule 9: when all turn out to be rate limited, answers at once with the time until the first is due: 7 s of 7 s and 30 s", async () => {
    bad.answer = (response) => replyJson(response, "{}", 429, { "retry-after": "7" });
    good.answer = (response) => replyJson(response, "{}", 429, { "retry-after": "30" });
    const begunAt = performance.now();
    const reply = await chat(gateway.url, chatBody());
    expect(performance.now() - begunAt).toBeLessThan(2_000);
    expect(reply.status).toBe(429);
    expect([bad.calls.length, good.calls.length]).toEqual([1, 1]);
    expect(Number(reply.headers["retry-after"])).toBe(7);
    expect((await gateway.record()).details.gaveUp).toBe("no_candidate_left");
  });

  it("rule 9: when all are cooling down, answers at once with 429 and the time until the first is due", async () => {
    bad.answer = (response) => replyJson(response, "{}", 429, { "retry-after": "30" });
    good.answer = (response) => replyJson(response, "{}", 429, { "retry-after": "7" });
    gateway.apply(yaml({ retry: "max_attempts: 2, max_retry_share: 100%" }));
    await chat(gateway.url, chatBody());
    const reply = await chat(gateway.url, chatBody());
    expect(reply.status).toBe(429);
    expect(Number(reply.headers["retry-after"])).toBeLessThanOrEqual(7);
    expect(Number(reply.headers["retry-after-ms"])).toBeGreaterThan(5_000);
    expect([bad.calls.length, good.calls.length]).toEqual([1, 1]);
    expect(await gateway.record(1)).toMatchObject({
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
      gateway.apply(yaml({ timeouts: patient, retry: "max_attempts: 2, max_retry_share: 100%" }));
      bad.answer = coolFor(20_000);
      good.answer = coolFor(400);
      expect((await chat(gateway.url, chatBody())).status).toBe(429);
      good.answer = (response) => replyJson(response, completion("patience"));
      const reply = await chat(gateway.url, chatBody());
      expect(JSON.parse(reply.text).choices[0].message.content).toBe("patience");
      const record = await gateway.record(1);
      expect(record).toMatchObject({ attemptCount: 1, outcome: "completed", upstream: "good" });
      expect(record.details.attempts[0]?.startedAtMs).toBeGreaterThan(200);
      expect(record.details.plan).toMatchObject({ skipped: [{ name: "bad", reason: "cooling_down" }] });
    });

    it("a request that was refused by all waits for the first, as long as it has attempts left", async () => {
      gateway.apply(
        routingYaml({ bad: bad.url }, { timeouts: patient, retry: "max_attempts: 2, max_retry_share: 100%" }),
      );
      bad.answer = (response, call) => {
        if (bad.calls.indexOf(call) === 0) coolFor(2_200)(response);
        else replyJson(response, completion("patience"));
      };
      expect((await chat(gateway.url, chatBody())).status).toBe(200);
      const [first, second] = (await gateway.record()).details.attempts;
      expect((second?.startedAtMs ?? 0) - (first?.endedAtMs ?? 0)).toBeGreaterThanOrEqual(2_199);
    });

    it("no more than the queue takes wait: the others get 429 and an honest Retry-After at once", async () => {
      await gateway.close();
      const retry = "max_attempts: 2, max_retry_share: 100%";
      gateway = await startTestGateway(yaml({ timeouts: patient, retry }), { maxWaiting: 3 });
      bad.answer = coolFor(1_500);
      good.answer = coolFor(1_500);
      await chat(gateway.url, chatBody());
      const waiting = Array.from({ length: 3 }, () => {
        const request = beginChat(gateway.url, chatBody());
        request.on("error", () => undefined);
        return request;
      });
      await waitUntil(() => gateway.counters.requestsWaiting === 3, "the queue to fill");
      const reply = await chat(gateway.url, chatBody());
      expect([reply.status, JSON.parse(reply.text).error.code]).toEqual([429, "upstreams_rate_limited"]);
      expect(Number(reply.headers["retry-after-ms"])).toBeLessThanOrEqual(1_500);
      // Who leaves gives its place back.
      for (const request of waiting) request.destroy();
      await waitUntil(() => gateway.records.length === 5, "the records of those that left");
      for (const record of gateway.records.slice(2)) expect(record).toMatchObject({ status: 499, attemptCount: 0 });
      bad.answer = (response) => replyJson(response, completion("back"));
      good.answer = bad.answer;
      expect((await chat(gateway.url, chatBody())).status).toBe(200);
    });
  });

  it("rule 9: the queue is bounded by the bytes of the bodies that it holds, too", async () => {
    await gateway.close();
    const timeouts = "connect: 1s, first_token: 5s, idle: 1s, response: 5s";
    gateway = await startTestGateway(yaml({ timeouts, retry: "max_attempts: 2, max_retry_share: 100%" }), {
      maxWaitingBytes: 1_500,
    });
    const cooling = (response: ServerResponse) => replyJson(response, "{}", 429, { "retry-after-ms": "3000" });
    bad.answer = cooling;
    good.answer = cooling;
    await chat(gateway.url, chatBody());
    const large = chatBody({ pad: "x".repeat(1_000) });
    const waits = () => beginChat(gateway.url, large).on("error", () => undefined);
    const first = waits();
    await waitUntil(() => gateway.counters.requestsWaiting === 1, "the first to wait");
    expect((await chat(gateway.url, large)).status).toBe(429);
    expect(await gateway.record(1)).toMatchObject({ attemptCount: 0, errorCode: "upstreams_rate_limited" });
    // Who leaves gives its bytes back.
    first.destroy();
    await waitUntil(() => gateway.counters.requestsWaiting === 0, "the first to leave");
    const next = waits();
    await waitUntil(() => gateway.counters.requestsWaiting === 1, "the next to wait");
    next.destroy();
  });

  it("rule 10: when every upstream is broken, still tries the least bad one first", async () => {
    gateway.apply(
      yaml({ retry: "max_attempts: 2", upstream: "circuit_breaker: { consecutive_failures: 3, open_for: 60s }" }),
    );
    const recovered = good.answer;
    good.answer = bad.answer;
    for (let i = 0; i < 4; i += 1) expect((await chat(gateway.url, chatBody())).status).toBe(502);
    // All are broken: the first is tried and fails once more, and the second is less bad from then on.
    good.answer = recovered;
    expect((await chat(gateway.url, chatBody())).status).toBe(200);
    const before = bad.calls.length;
    expect((await chat(gateway.url, chatBody())).status).toBe(200);
    expect(bad.calls).toHaveLength(before);
    expect((await gateway.record(5)).details.plan).toMatchObject({
      panic: true,
      candidates: [
        { name: "good", why: expect.stringContaining("nothing is healthy, least bad of 2") },
        { name: "bad" },
      ],
    });
  });

  it("rule 4: gives up on an upstream that accepts a connection and does not speak TLS after `connect`", async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => void sockets.push(socket.on("error", () => undefined)));
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const address = silent.address();
    const port = typeof address === "object" ? address?.port : null;
    gateway.apply(
      routingYaml(
        { silent: `https://127.0.0.1:${port}/v1`, good: good.url },
        { timeouts: "connect: 100ms, first_token: 5s, idle: 5s, response: 5s" },
      ),
    );
    expect((await chat(gateway.url, chatBody())).status).toBe(200);
    expect((await gateway.record()).details.attempts).toMatchObject([{ cause: "connect", status: null }, {}]);
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => silent.close(resolve));
  });

  it("rule 4: takes no stream for silent because the gateway itself stood still for 400 ms", async () => {
    gateway.apply(routingYaml({ good: good.url }, { timeouts }));
    good.answer = (response) => {
      beginStream(response, roleFrame + textFrame("a"));
      const standStill = (): void => {
        response.write(textFrame("b"));
        const untilMs = performance.now() + 400;
        while (performance.now() < untilMs);
        response.end(doneFrame);
      };
      // From here timers come before what sockets have to say.
      setTimeout(() => setImmediate(standStill), 100);
    };
    const reply = await chat(gateway.url, chatBody({ stream: true }));
    expect(reply.text).toBe(roleFrame + textFrame("a") + textFrame("b") + doneFrame);
  });

  it("rule 4: learns TTFT from streams and not from replies that do not stream", async () => {
    gateway.apply(routingYaml({ good: good.url }));
    const firstTokenMs = () => [...gateway.registry.all()][0]?.state.view(0, Date.now()).firstTokenMs;
    await chat(gateway.url, chatBody());
    expect((await gateway.record()).outcome).toBe("completed");
    expect(firstTokenMs()).toBeNull();
    await chat(gateway.url, chatBody({ stream: true }));
    expect((await gateway.record(1)).outcome).toBe("completed");
    expect(firstTokenMs()).toBeGreaterThan(0);
  });

  it("rule 4: gives up on the whole request at x-meridian-timeout-ms with 504", async () => {
    bad.answer = () => undefined;
    good.answer = () => undefined;
    gateway.apply(yaml({ timeouts: "connect: 1s, first_token: 5s, idle: 5s, response: 5s" }));
    const reply = await chat(gateway.url, chatBody(), { "x-meridian-timeout-ms": "100" });
    expect(reply.status).toBe(504);
    const record = await gateway.record();
    expect(record).toMatchObject({ errorCode: "upstream_timeout", status: 504, outcome: "failed" });
    expect(record.durationMs).toBeGreaterThanOrEqual(100);
    expect(record.durationMs).toBeLessThan(400);
  });

  it("rule 4: bounds a stream by its first token and its silences and not by its length", async () => {
    good.answer = (response) => {
      beginStream(response, roleFrame);
      let sent = 0;
      const timer = setInterval(() => {
        sent += 1;
        if (sent < 8) response.write(textFrame("t"));
        else {
          clearInterval(timer);
          response.end(doneFrame);
        }
      }, 60);
    };
    gateway.apply(routingYaml({ good: good.url }, { timeouts }));
    const reply = await chat(gateway.url, chatBody({ stream: true }));
    expect(reply.text.endsWith(doneFrame)).toBe(true);
    expect((await gateway.record()).durationMs).toBeGreaterThan(400);
  });

  it("rule 1: builds the reply's headers from the last attempt alone", async () => {
    bad.answer = (response) =>
      replyJson(response, "{}", 503, { "retry-after": "9", "x-ratelimit-remaining-tokens": "0" });
    const reply = await readReply(beginChat(gateway.url, chatBody()));
    expect(reply.headers["x-meridian-upstream"]).toBe("good");
    expect(reply.headers["x-meridian-attempts"]).toBe("2");
    expect(reply.headers["retry-after"]).toBeUndefined();
    expect(reply.headers["x-ratelimit-remaining-tokens"]).toBeUndefined();
  });
});
