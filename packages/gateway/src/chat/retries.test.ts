import { describe, expect, it } from "vitest";
import { badAndGood } from "../testing/bad-and-good.ts";
import { beginChat, chat, chatBody } from "../testing/chat-call.ts";
import { routingYaml } from "../testing/routing-yaml.ts";
import { waitUntil } from "../testing/wait-until.ts";
import { completion, replyJson } from "../testing/wire.ts";

const on = badAndGood();

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

  it("rule 7: takes a Retry-After of a year for an hour", async () => {
    on.gateway.apply(routingYaml({ bad: on.bad.url }));
    on.bad.answer = (response) => replyJson(response, "{}", 429, { "retry-after": String(365 * 86_400) });
    await chat(on.gateway.url, chatBody());
    const reply = await chat(on.gateway.url, chatBody());
    expect([reply.status, on.bad.calls.length]).toEqual([429, 1]);
    expect(Number(reply.headers["retry-after"])).toBeLessThanOrEqual(3_600);
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

  it("rule 7: calls no other upstream when the caller forbids it", async () => {
    const reply = await chat(on.gateway.url, chatBody(), { "x-meridian-no-fallback": "true" });
    expect(reply.status).toBe(502);
    expect(on.good.calls).toHaveLength(0);
    expect((await on.gateway.record()).details.gaveUp).toMatch(/no_fallback|max_attempts/);
  });
});
