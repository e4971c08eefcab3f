import { expect, test } from "vitest";
import type { ChatResult } from "../chat-client/send-chat.ts";
import { loadReport } from "./load-report.ts";
import { runLoad } from "./run-load.ts";

const order = { gapMs: 10, model: "m", prompt: "p", stream: true, maxOutputTokens: 9, leavesAfterTokens: null };

test("the loop is open: 20 requests are sent in 200 ms although none is answered before the last is sent", async () => {
  const waiting: (() => void)[] = [];
  const results = await runLoad({
    next: () => order,
    send: () =>
      new Promise<ChatResult>((resolve) => {
        waiting.push(() => resolve({ kind: "answered", firstTokenMs: 1, durationMs: 2, outputTokens: 3 }));
        if (waiting.length === 20) for (const answer of waiting) answer();
      }),
    durationMs: 205,
    signal: new AbortController().signal,
  });
  expect(results).toHaveLength(20);
});

test("a stop ends the sending and keeps what was answered", async () => {
  const stopped = new AbortController();
  const results = await runLoad({
    next: () => order,
    send: async () => {
      stopped.abort();
      return { kind: "unreachable", message: "gone" };
    },
    durationMs: 60_000,
    signal: stopped.signal,
  });
  expect(results).toEqual([{ kind: "unreachable", message: "gone" }]);
});

test("the report counts each error once, the most frequent first", () => {
  const refused = (message: string): ChatResult => ({ kind: "refused", status: 500, message });
  const answered: ChatResult = { kind: "answered", firstTokenMs: 100, durationMs: 900, outputTokens: 10 };
  expect(loadReport([refused("b"), refused("a"), refused("a"), answered], 2)).toEqual([
    "requests    4 in 2.0 s, 2.0/s",
    "errors      3 (75.00 %)",
    "            2 × a",
    "            1 × b",
    "TTFT        p50 100 ms, p95 100 ms, p99 100 ms",
    "duration    p50 900 ms, p95 900 ms, p99 900 ms",
    "output      10 tokens, 5.0/s",
  ]);
});
