import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { ChatResult } from "../chat-client/send-chat.ts";
import { backOffMs } from "./back-off.ts";
import { runDemoTraffic } from "./run-demo-traffic.ts";

const request = {
  gapMs: 200,
  model: "support-chat",
  prompt: "Hello?",
  stream: true,
  maxOutputTokens: 9,
  leavesAfterTokens: null,
};
const answered: ChatResult = { kind: "answered", firstTokenMs: 1, durationMs: 2, outputTokens: 3 };
const unreachable: ChatResult = { kind: "unreachable", message: "refused" };

/** Runs traffic of 5 requests a second for some fake time; `answer` decides by the time of asking. */
async function run(ms: number, answer: (atMs: number) => Promise<ChatResult>) {
  const sentAtMs: number[] = [];
  const said: string[] = [];
  const stopped = new AbortController();
  const running = runDemoTraffic({
    next: () => request,
    send: (_request) => {
      sentAtMs.push(Date.now());
      return answer(Date.now());
    },
    say: (line) => void said.push(line),
    pause: (pauseMs, signal) =>
      new Promise((resolve) => {
        setTimeout(resolve, pauseMs);
        signal.addEventListener("abort", () => resolve());
      }),
    signal: stopped.signal,
  });
  await vi.advanceTimersByTimeAsync(ms);
  stopped.abort();
  await running;
  return { sentAtMs, said };
}

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("demo traffic", () => {
  test("5 requests a second, also while none is answered", async () => {
    expect((await run(2000, () => new Promise(() => undefined))).sentAtMs).toHaveLength(10);
  });

  test("stops at 150 unanswered requests", async () => {
    expect((await run(60_000, () => new Promise(() => undefined))).sentAtMs).toHaveLength(150);
  });

  test("while the gateway is away it asks after 0.5, 1, 2, 4, 8, 10, 10 s, and goes on once it is back", async () => {
    const { sentAtMs, said } = await run(60_000, async (atMs) => (atMs < 30_000 ? unreachable : answered));
    expect(sentAtMs.slice(0, 8)).toEqual([200, 900, 1900, 3900, 7900, 15_900, 25_900, 35_900]);
    expect(sentAtMs.length).toBeGreaterThan(100);
    expect(said).toEqual(["The gateway cannot be reached; trying again until it can.", "The gateway answers again."]);
  });

  test("20 requests that fail together count as one failure", async () => {
    let failAll = () => undefined as void;
    const down = new Promise<ChatResult>((resolve) => {
      failAll = () => resolve(unreachable);
    });
    setTimeout(() => failAll(), 4050);
    const { sentAtMs } = await run(5000, (atMs) => (atMs <= 4050 ? down : Promise.resolve(answered)));
    expect(sentAtMs.filter((ms) => ms > 4050 && ms <= 4700)).toHaveLength(1);
    expect(sentAtMs.filter((ms) => ms > 4700).length).toBeGreaterThan(0);
  });
});

test.each([
  [0, 0],
  [1, 500],
  [2, 1000],
  [5, 8000],
  [6, 10_000],
  [100, 10_000],
])("after %d failures in a row it pauses for %d ms", (failures, ms) => {
  expect(backOffMs(failures)).toBe(ms);
});
