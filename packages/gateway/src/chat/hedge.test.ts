import type { ServerResponse } from "node:http";
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
  finishFrame,
  replyJson,
  replyStream,
  roleFrame,
  textFrame,
  usageFrame,
} from "../testing/wire.ts";

let slow: RawUpstream;
let quick: RawUpstream;
let gateway: TestGateway;
/** Streams of the slow upstream that have no content yet. */
let held: ServerResponse[];

const limits = "limits: { tokens_per_minute: 100000, max_in_flight: 20 }";
const yaml = (hedge: string, more: readonly string[] = [], policy = "round_robin"): string =>
  routingYaml({ slow: slow.url, quick: quick.url }, { upstream: limits, policy, route: [`hedge: ${hedge}`, ...more] });
/** Both in one priority, so that the policy chooses; after longer than a busy machine takes for a quick reply. */
const alike = (policy: string): string =>
  yaml("{ after: 250ms, max_extra_share: 100% }", [], policy).replace("priority: 2", "priority: 1");
const streamed = (more: Readonly<Record<string, unknown>> = {}) =>
  readReply(beginChat(gateway.url, chatBody({ stream: true, ...more })));
const says = (text: string) => textFrame(text) + finishFrame + usageFrame + doneFrame;
const views = () => [...gateway.registry.all()][0]?.state.views(Date.now()) ?? [];
/** Of the upstreams' 100,000 tokens a minute. */
const tokensUsed = () =>
  [0, 1].map((index) => {
    const usage = [...gateway.registry.all()][0]!.state.upstreamUsage(index).usedShares(Date.now());
    return Math.round((usage.find(({ limit }) => limit === "tokensPerMinute")?.share ?? 0) * 100_000);
  });

beforeEach(async () => {
  held = [];
  slow = await startRawUpstream((response) => {
    beginStream(response, roleFrame);
    held.push(response);
  });
  quick = await startRawUpstream((response, { body }) => {
    if (JSON.parse(body).stream) replyStream(response, roleFrame, says("quick"));
    else replyJson(response, completion("quick"));
  });
  gateway = await startTestGateway(yaml("{ after: 40ms, max_extra_share: 100% }"));
});
afterEach(async () => {
  await gateway.close();
  await Promise.all([slow.close(), quick.close()]);
});

describe("hedging", () => {
  it("asks a second upstream when the first is slow to begin; who begins first answers, and the other is let go at once", async () => {
    const reply = await streamed();
    expect(reply).toMatchObject({ status: 200, cut: false });
    expect(reply.text).toContain("quick");
    expect(reply.headers).toMatchObject({ "x-meridian-upstream": "quick", "x-meridian-attempts": "2" });
    await waitUntil(() => (slow.calls[0]?.abortedAtMs ?? null) !== null, "the slow upstream is told");
    const record = await gateway.record();
    expect(record).toMatchObject({ outcome: "completed", upstream: "quick", attemptCount: 2 });
    expect(record.details.attempts).toMatchObject([
      { upstream: "slow", as: "first", outcome: "cancelled", firstTokenAtMs: null, outrun: true },
      { upstream: "quick", as: "hedge", outcome: "completed", hedgeAfter: 40 },
    ]);
    expect(record.details.attempts.map(({ hedgeAfter, outrun }) => [hedgeAfter, outrun])).toEqual([
      [undefined, true],
      [40, undefined],
    ]);
    expect(views().map(({ inFlight, outstandingTokens }) => [inFlight, outstandingTokens])).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it("learns of the one that was let go that it takes longer than it was waited for, and leaves it for the quick one", async () => {
    gateway.apply(alike("latency"));
    // Whose turn it is while nothing is known is drawn.
    while (slow.calls.length === 0) await streamed();
    await waitUntil(() => gateway.records.some(({ attemptCount }) => attemptCount === 2), "the record");
    const [lost] = gateway.records.find(({ attemptCount }) => attemptCount === 2)!.details.attempts;
    expect(lost).toMatchObject({ upstream: "slow", as: "first", outrun: true });
    // Records are exact to the hundredth of a ms.
    expect(views()[0]?.firstTokenMs).toBeCloseTo(lost!.endedAtMs - lost!.startedAtMs, 1);
    expect(views()[0]?.firstTokenMs).toBeGreaterThanOrEqual(250);
    await streamed();
    expect(slow.calls).toHaveLength(1);
  });

  it("leaves one that has been quick and becomes slow, though none of its late first tokens is ever seen", async () => {
    gateway.apply(alike("latency"));
    const { state } = [...gateway.registry.all()][0]!;
    const nowMs = Date.now();
    for (const [index, firstTokenMs] of [100, 100, 100, 200, 200, 200].entries()) {
      const ticket = state.begin(index < 3 ? 0 : 1, 30, nowMs);
      const tokens = { inputTokens: 10, outputTokens: 20 };
      const outcome = {
        kind: "completed",
        status: 200,
        stream: true,
        firstTokenMs,
        durationMs: firstTokenMs,
        ...tokens,
      } as const;
      state.end(ticket, outcome, nowMs, Math.random);
    }
    expect((await streamed()).headers["x-meridian-upstream"]).toBe("quick");
    expect(slow.calls).toHaveLength(1);
    expect(views()[0]!.firstTokenMs).toBeGreaterThan(220);
    await streamed();
    expect([slow.calls.length, quick.calls.length]).toEqual([1, 2]);
  });

  it("learns nothing of one that was asked late, of which nobody knows how fast it is", async () => {
    quick.answer = (response) => beginStream(response, roleFrame);
    const reply = streamed();
    await waitUntil(() => quick.calls.length === 1, "the second is asked");
    held[0]?.end(says("slow"));
    await reply;
    const [lost] = (await gateway.record()).details.attempts;
    expect(lost).toMatchObject({ upstream: "quick", as: "hedge", outrun: true });
    expect(views()[1]?.firstTokenMs).toBeNull();
  });

  it("gives the loser's share of its limits back, and counts the winner's", async () => {
    await streamed();
    const { inputTokens, outputTokens } = await gateway.record();
    expect(tokensUsed()).toEqual([0, inputTokens + outputTokens]);
  });

  it("lets the first answer after all, when it begins before the second", async () => {
    quick.answer = (response) => beginStream(response, roleFrame);
    const reply = streamed();
    await waitUntil(() => quick.calls.length === 1, "the second is asked");
    held[0]?.end(says("slow"));
    expect((await reply).text).toContain("slow");
    const { upstream, details } = await gateway.record();
    expect(upstream).toBe("slow");
    expect(details.attempts.map(({ upstream: name, as, outcome }) => [name, as, outcome])).toEqual([
      ["quick", "hedge", "cancelled"],
      ["slow", "first", "completed"],
    ]);
    await waitUntil(() => quick.calls[0]?.abortedAtMs !== null, "the second is told");
  });

  it.each(["slow", "quick"])("goes on with the other one when %s fails meanwhile", async (failing) => {
    let second: ServerResponse | null = null;
    quick.answer = (response) => {
      if (failing === "quick") response.writeHead(500).end("{}");
      else {
        beginStream(response, roleFrame);
        second = response;
      }
    };
    const reply = streamed();
    await waitUntil(() => quick.calls.length === 1, "the second is asked");
    if (failing === "quick") {
      await waitUntil(() => views()[1]?.inFlight === 0, "the second has failed");
      held[0]?.end(says("the other"));
    } else {
      held[0]?.destroy();
      await waitUntil(() => views()[0]?.inFlight === 0, "the first has failed");
      second!.end(says("the other"));
    }
    expect((await reply).text).toContain("the other");
    const { details } = await gateway.record();
    expect(details.attempts.map(({ outcome }) => outcome)).toEqual(["failed", "completed"]);
    expect(views().map(({ inFlight }) => inFlight)).toEqual([0, 0]);
  });

  it("fails over as ever when both fail", async () => {
    quick.answer = (response) => response.writeHead(500).end("{}");
    const reply = streamed();
    await waitUntil(() => quick.calls.length === 1 && views()[1]?.inFlight === 0, "the second has failed");
    // Whose pause is shorter is tried again first.
    for (const upstream of [slow, quick])
      upstream.answer = (response) => replyStream(response, roleFrame, says("again"));
    held[0]?.destroy();
    expect((await reply).text).toContain("again");
    expect((await gateway.record()).details.attempts.map(({ as }) => as)).toEqual([
      "hedge",
      "first",
      expect.stringMatching(/^(retry|fallback)$/),
    ]);
  });

  it.each([
    ["calls tools", { stream: true, tools: [{ type: "function", function: { name: "pay", parameters: {} } }] }, {}],
    ["asks for no fallback", { stream: true }, { "x-meridian-no-fallback": "1" }],
  ])("never asks twice what %s", async (_, more, headers) => {
    const reply = readReply(beginChat(gateway.url, chatBody(more), headers));
    await waitUntil(() => held.length === 1, "the first is asked");
    const other = streamed();
    await waitUntil(() => quick.calls.length === 1, "the other request is hedged");
    held[0]?.end(says("slow"));
    expect((await reply).text).toContain("slow");
    await other;
    expect(quick.calls).toHaveLength(1);
  });

  it("asks nobody beyond its share: none of three requests", async () => {
    gateway.apply(yaml("{ after: 10ms, max_extra_share: 5% }", ["timeouts: { first_token: 150ms }"]));
    await Promise.all([streamed(), streamed(), streamed()]);
    await waitUntil(() => gateway.records.length === 3, "3 records");
    const kinds = gateway.records.flatMap(({ details }) => details.attempts.map(({ as }) => as));
    expect(kinds).not.toContain("hedge");
  });

  it("lets both go when the caller leaves, and frees both slots", async () => {
    quick.answer = (response) => beginStream(response, roleFrame);
    const call = beginChat(gateway.url, chatBody({ stream: true })).on("error", () => undefined);
    await waitUntil(() => quick.calls.length === 1 && held.length === 1, "both are asked");
    call.destroy();
    await waitUntil(() => slow.calls[0]?.abortedAtMs !== null && quick.calls[0]?.abortedAtMs !== null, "both are told");
    const { attempts } = (await gateway.record()).details;
    expect(attempts.map(({ outcome, outrun }) => [outcome, outrun])).toEqual([
      ["cancelled", undefined],
      ["cancelled", undefined],
    ]);
    expect(views().map(({ firstTokenMs }) => firstTokenMs)).toEqual([null, null]);
    expect(views().map(({ inFlight, outstandingTokens }) => [inFlight, outstandingTokens])).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it("leaves replies that do not stream alone", async () => {
    const whole: ServerResponse[] = [];
    const stream = slow.answer;
    slow.answer = (response, call, request) => {
      if (JSON.parse(call.body).stream) stream(response, call, request);
      else whole.push(response);
    };
    const reply = chat(gateway.url, chatBody());
    await waitUntil(() => whole.length === 1, "the upstream is asked");
    // One that streams, and was asked later, has been hedged by now.
    expect((await streamed()).text).toContain("quick");
    replyJson(whole[0]!, completion("slow"));
    expect((await reply).text).toContain("slow");
    expect(quick.calls).toHaveLength(1);
  });
});
