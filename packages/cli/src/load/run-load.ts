import type { ChatOrder, ChatResult } from "../chat-client/send-chat.ts";
import { pause } from "../pause.ts";

type Load = {
  readonly next: () => ChatOrder & { readonly gapMs: number };
  readonly send: (order: ChatOrder) => Promise<ChatResult>;
  readonly durationMs: number;
  readonly signal: AbortSignal;
};

/** Open loop: sends when requests arrive, whether or not earlier ones are answered, then waits for every answer. */
export async function runLoad({ next, send, durationMs, signal }: Load): Promise<ChatResult[]> {
  const answers: Promise<ChatResult>[] = [];
  const beganMs = performance.now();
  // Each due time follows from the one before, so that late timers do not lower the rate.
  let dueMs = beganMs;
  for (;;) {
    const order = next();
    dueMs += order.gapMs;
    if (dueMs > beganMs + durationMs || signal.aborted) break;
    const waitMs = dueMs - performance.now();
    if (waitMs > 1) await pause(waitMs, signal);
    if (!signal.aborted) answers.push(send(order));
  }
  return Promise.all(answers);
}
