import type { ServerResponse } from "node:http";
import { seededRandom } from "@meridian/simulator";
import { expect, it } from "vitest";
import { beginChat, chatBody, readReply } from "../testing/chat-call.ts";
import { startRawUpstream } from "../testing/raw-upstream.ts";
import { routingYaml } from "../testing/routing-yaml.ts";
import { startTestGateway } from "../testing/start-test-gateway.ts";
import { waitUntil } from "../testing/wait-until.ts";
import { beginStream, doneFrame, finishFrame, roleFrame, textFrame, usageFrame } from "../testing/wire.ts";

it("rule 13: of 300 hedged, retried and abandoned streams none leaves a slot, a token or an upstream at work behind, and each 1 record", async () => {
  const random = seededRandom(11);
  const later = (response: ServerResponse, work: () => void): void => {
    const timer = setTimeout(work, random() * 60);
    response.on("close", () => clearTimeout(timer));
  };
  /** Answers, late or at once, or fails before or after its content, or never says a word. */
  const atWork = new Set<ServerResponse>();
  const answer = (response: ServerResponse): void => {
    atWork.add(response);
    response.on("close", () => atWork.delete(response));
    const fate = random();
    if (fate < 0.1) return;
    if (fate < 0.2) return later(response, () => void response.writeHead(500).end("{}"));
    beginStream(response, roleFrame);
    if (fate < 0.3) return later(response, () => void response.destroy());
    later(response, () => {
      response.write(textFrame("hello"));
      if (fate < 0.4) later(response, () => void response.destroy());
      else later(response, () => void response.end(finishFrame + usageFrame + doneFrame));
    });
  };
  const upstreams = await Promise.all([0, 1, 2].map(() => startRawUpstream(answer)));
  const [a = "", b = "", c = ""] = upstreams.map(({ url }) => url);
  const lenient = "circuit_breaker: { consecutive_failures: 1000, min_requests: 1000 }, limits: { max_in_flight: 40 }";
  const gateway = await startTestGateway(
    routingYaml(
      { a, b, c },
      {
        policy: "latency",
        upstream: lenient,
        timeouts: "connect: 1s, first_token: 100ms, idle: 500ms, response: 1s",
        route: ["hedge: { after: 20ms, max_extra_share: 100% }"],
      },
    ).replaceAll(/priority: \d/g, "priority: 1"),
  );
  const one = async (): Promise<void> => {
    const request = beginChat(gateway.url, chatBody({ stream: true }));
    const reply = readReply(request).catch(() => null);
    if (random() < 0.4) setTimeout(() => request.destroy(), random() * 80);
    await Promise.race([reply, new Promise((resolve) => request.on("close", resolve))]);
  };
  for (let round = 0; round < 5; round++) await Promise.all(Array.from({ length: 60 }, one));
  await waitUntil(() => gateway.counters.requestsInFlight === 0, "nothing in flight");
  const [environment] = gateway.registry.all();
  expect(
    environment?.state.views(Date.now()).map(({ inFlight, outstandingTokens }) => [inFlight, outstandingTokens]),
  ).toEqual(upstreams.map(() => [0, 0]));
  expect([gateway.counters.streamsOpen, gateway.counters.bodyBytesHeld]).toEqual([0, 0]);
  await waitUntil(() => atWork.size === 0, "no upstream works for nobody");
  const { records } = gateway;
  // Some leave before their headers are there.
  expect(records.length).toBeLessThanOrEqual(300);
  expect(records.length).toBeGreaterThan(240);
  expect(new Set(records.map(({ id }) => id)).size).toBe(records.length);
  const attempts = records.flatMap(({ details }) => details.attempts);
  expect(attempts.filter(({ as }) => as === "hedge").length).toBeGreaterThan(20);
  expect(attempts.filter(({ outrun }) => outrun).length).toBeGreaterThan(10);
  for (const { details, outcome, attemptCount } of records) {
    const ended = details.attempts.map((attempt) => attempt.outcome);
    expect(ended.filter((each) => each === "completed")).toHaveLength(outcome === "completed" ? 1 : 0);
    // Of two one alone can be outrun, and only by one that began.
    const outrun = details.attempts.filter((attempt) => attempt.outrun);
    expect(outrun.length).toBeLessThanOrEqual(1);
    if (outrun.length > 0) expect(details.attempts.some(({ firstTokenAtMs }) => firstTokenAtMs !== null)).toBe(true);
    expect(attemptCount).toBe(details.attempts.length);
  }
  // Each call that came to an upstream is on record.
  const calls = upstreams.flatMap((upstream) => upstream.calls);
  expect(calls.length).toBeLessThanOrEqual(attempts.length);
  await gateway.close();
  await Promise.all(upstreams.map((upstream) => upstream.close()));
}, 30_000);
