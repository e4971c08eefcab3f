import type { ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { badAndGood } from "../testing/bad-and-good.ts";
import { beginChat, chat, chatBody } from "../testing/chat-call.ts";
import { routingYaml } from "../testing/routing-yaml.ts";
import { waitUntil } from "../testing/wait-until.ts";
import { completion, replyJson } from "../testing/wire.ts";

const on = badAndGood();
const inFlight = () => [...on.gateway.registry.all()][0]?.state.view(0, Date.now()).inFlight;

describe("retries", () => {
  it("rule 7: spends no more than the retry budget: 20 % of 300 failing requests, and the 100 that a route always has", async () => {
    on.gateway.apply(on.yaml({ retry: "max_attempts: 2, max_retry_share: 20%" }));
    on.good.answer = on.bad.answer;
    for (let i = 0; i < 300; i += 20)
      await Promise.all(Array.from({ length: 20 }, () => chat(on.gateway.url, chatBody())));
    const retries = on.bad.calls.length + on.good.calls.length - 300;
    expect(retries).toBeGreaterThan(100);
    expect(retries).toBeLessThanOrEqual(160);
    expect(on.gateway.records.filter(({ details }) => details.gaveUp === "retry_budget").length).toBeGreaterThan(100);
  });

  it("rule 7: honours retry-after-ms before it calls the same upstream again", async () => {
    on.gateway.apply(routingYaml({ bad: on.bad.url }, { retry: "max_attempts: 2, max_retry_share: 100%" }));
    let calls = 0;
    on.bad.answer = (response) => {
      calls += 1;
      if (calls === 1) replyJson(response, "{}", 503, { "retry-after-ms": "120" });
      else replyJson(response, completion("ok"));
    };
    const reply = await chat(on.gateway.url, chatBody());
    expect(reply.status).toBe(200);
    const [first, second] = (await on.gateway.record()).details.attempts;
    expect((second?.startedAtMs ?? 0) - (first?.endedAtMs ?? 0)).toBeGreaterThanOrEqual(119);
  });

  const yearMs = 365 * 86_400_000;
  it.each([
    ["seconds", "retry-after", () => String(yearMs / 1_000)],
    ["milliseconds", "retry-after-ms", () => String(yearMs)],
    ["a date", "retry-after", () => new Date(Date.now() + yearMs).toUTCString()],
  ])("rule 7: takes a Retry-After of a year for an hour, written as %s", async (_how, name, value) => {
    on.gateway.apply(routingYaml({ bad: on.bad.url }));
    on.bad.answer = (response) => replyJson(response, "{}", 429, { [name]: value() });
    await chat(on.gateway.url, chatBody());
    const reply = await chat(on.gateway.url, chatBody());
    expect([reply.status, on.bad.calls.length]).toEqual([429, 1]);
    expect(Number(reply.headers["retry-after"])).toBeLessThanOrEqual(3_600);
    expect(Number(reply.headers["retry-after"])).toBeGreaterThan(3_500);
  });

  it("rule 7: full jitter: of 60 requests that failed in the same moment the retries are spread over their 250 ms", async () => {
    const upstream = "circuit_breaker: { consecutive_failures: 100, min_requests: 1000 }";
    on.gateway.apply(routingYaml({ bad: on.bad.url }, { upstream, retry: "max_attempts: 2, max_retry_share: 100%" }));
    const failing: ServerResponse[] = [];
    on.bad.answer = (response) => {
      failing.push(response);
      if (failing.length === 60) for (const each of failing) replyJson(each, "{}", 500);
      else if (failing.length > 60) replyJson(response, completion("ok"));
    };
    const replies = await Promise.all(Array.from({ length: 60 }, () => chat(on.gateway.url, chatBody())));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(60);
    await on.gateway.record(59);
    const retriedAt = on.gateway.records.map(({ startedAtMs, details }) => {
      return startedAtMs + (details.attempts[1]?.startedAtMs ?? Number.NaN);
    });
    // Without jitter they come in one tick, with half of it within 125 ms.
    expect(Math.max(...retriedAt) - Math.min(...retriedAt)).toBeGreaterThan(130);
    const pauses = on.gateway.records.map(({ details: { attempts } }) => {
      return (attempts[1]?.startedAtMs ?? Number.NaN) - (attempts[0]?.endedAtMs ?? Number.NaN);
    });
    expect(Math.max(...pauses)).toBeLessThan(10 * 250);
  });

  it("rule 7: retries nothing once the caller has left", async () => {
    on.bad.answer = () => undefined;
    const request = beginChat(on.gateway.url, chatBody());
    request.on("error", () => undefined);
    await waitUntil(() => on.bad.calls.length === 1, "the call");
    request.destroy();
    const record = await on.gateway.record();
    expect(record).toMatchObject({ outcome: "cancelled", status: 499, attemptCount: 1 });
    expect(on.good.calls).toHaveLength(0);
  });

  it("rule 7: retries nothing for a caller that left during the pause before the retry", async () => {
    on.gateway.apply(routingYaml({ bad: on.bad.url }, { retry: "max_attempts: 3, max_retry_share: 100%" }));
    on.bad.answer = (response) => replyJson(response, "{}", 503, { "retry-after-ms": "900" });
    const request = beginChat(on.gateway.url, chatBody());
    request.on("error", () => undefined);
    await waitUntil(() => on.bad.calls.length === 1 && inFlight() === 0, "the pause");
    const leftAtMs = performance.now();
    request.destroy();
    const record = await on.gateway.record();
    expect(record).toMatchObject({ outcome: "cancelled", status: 499, attemptCount: 1 });
    expect(record.details.gaveUp).toBe("client_gone");
    await waitUntil(() => performance.now() - leftAtMs > 1_250, "the retry to be due");
    expect([on.bad.calls.length, on.gateway.records.length]).toEqual([1, 1]);
  });

  it.each([false, true])("rule 7: calls no other upstream when the caller forbids it; stream: %j", async (stream) => {
    const reply = await chat(on.gateway.url, chatBody({ stream }), { "x-meridian-no-fallback": "true" });
    expect(reply.status).toBe(502);
    expect(JSON.parse(reply.text).error.code).toBe("upstream_failed");
    expect(on.good.calls).toHaveLength(0);
    expect((await on.gateway.record()).details.gaveUp).toMatch(/no_fallback|max_attempts/);
  });
});
