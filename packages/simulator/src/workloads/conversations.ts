import { createArrivals } from "../arrivals/create-arrivals.ts";
import { azureConversation } from "../arrivals/trace-fit.ts";
import { quantileAt } from "../arrivals/quantiles.ts";
import { seededRandom } from "../seeded-random.ts";
import type { Workload } from "../simulation/workload.ts";
import type { Intensity } from "./draw-workload.ts";

/** Chats of several turns: each turn's prompt is all that was said before, behind a system prompt that many share. */
export type ConversationFit = {
  readonly blockTokens: number;
  /** System prompts; the first is the most used, the second half as much, and so on (Zipf). */
  readonly systemPrompts: number;
  readonly systemTokens: number;
  /** Mean turns of a chat; their number varies as a geometric distribution. */
  readonly turns: number;
  readonly questionTokens: number;
  /** Mean pause between a reply and the next question. */
  readonly pauseMs: number;
  /** Assumed length of a reply, which the pause begins after. */
  readonly perTokenMs: number;
};

/** A support desk: 20 tenants with instructions of 2,000 tokens, six turns of 150 tokens and Azure's lengths of replies. */
export const supportChats: ConversationFit = {
  blockTokens: 64,
  systemPrompts: 20,
  systemTokens: 2_048,
  turns: 6,
  questionTokens: 150,
  pauseMs: 20_000,
  perTokenMs: 20,
};

type Turn = {
  readonly atMs: number;
  readonly session: number;
  readonly prompt: number;
  readonly output: number;
  readonly blocks: Int32Array;
};

/** `count` requests of chats, `requestsPerSecond` on average once chats of all ages are under way. */
export function drawConversations(
  seed: number,
  fit: ConversationFit,
  requestsPerSecond: number,
  count: number,
  intensity: Intensity = () => 1,
): Workload {
  const random = seededRandom(seed);
  const exponential = (mean: number) => -Math.log(1 - random()) * mean;
  const nextGap = createArrivals(seed + 1, {
    ...azureConversation,
    requestsPerSecond: requestsPerSecond / fit.turns,
  });
  const weights = Array.from({ length: fit.systemPrompts }, (_, at) => 1 / (at + 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const systemBlocks = Math.floor(fit.systemTokens / fit.blockTokens);
  let nextBlock = fit.systemPrompts * systemBlocks;
  let session = 0;
  let sessionAtMs = 0;
  const turns: Turn[] = [];
  // Later sessions bring no turn before `count` turns have come, when twice as many are drawn and the latest cut off.
  while (turns.length < 2 * count) {
    sessionAtMs += nextGap().gapMs / intensity(sessionAtMs);
    let left = random() * total;
    const system = Math.max(
      0,
      weights.findIndex((weight) => (left -= weight) < 0),
    );
    const chain = Array.from({ length: systemBlocks }, (_, at) => system * systemBlocks + at);
    let context = fit.systemTokens;
    let atMs = sessionAtMs;
    do {
      const prompt = context + Math.max(8, Math.round(exponential(fit.questionTokens)));
      const output = Math.max(1, Math.round(quantileAt(azureConversation.outputTokens, random())));
      context = prompt + output;
      while (chain.length < Math.floor(context / fit.blockTokens)) chain.push(nextBlock++);
      turns.push({ atMs, session, prompt, output, blocks: Int32Array.from(chain) });
      atMs += output * fit.perTokenMs + exponential(fit.pauseMs);
    } while (random() < 1 - 1 / fit.turns);
    session++;
  }
  const kept = turns.sort((a, b) => a.atMs - b.atMs).slice(0, count);
  return {
    arrivalMs: Float64Array.from(kept, ({ atMs }) => atMs),
    promptTokens: Int32Array.from(kept, ({ prompt }) => prompt),
    outputTokens: Int32Array.from(kept, ({ output }) => output),
    session: Int32Array.from(kept, (turn) => turn.session),
    blocks: kept.map(({ blocks }) => blocks),
    blockTokens: fit.blockTokens,
    gateway: null,
  };
}
