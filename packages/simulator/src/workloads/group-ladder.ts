import { seededRandom } from "../seeded-random.ts";
import type { Workload } from "../simulation/workload.ts";

/**
 * llm-d's 73 %-capacity workload (llm-d/llm-d-kv-cache @ 7be76e119ca5): 150 groups of 5 users, a system prompt of 6,000 tokens
 * for each group and a question of 1,200 for each user, always the same; 1,000 tokens out. Poisson arrivals: 750 requests at
 * 15 a second to fill the caches, then a ladder of rates. The original begins a stage when the one before has drained; here
 * it begins after a pause that is long enough for that.
 */
export type LadderFit = {
  readonly outputTokens: number;
  /** Divides the tokens of system prompts and of questions. */
  readonly blockTokens: number;
  /** Between a stage's last request and the next stage's first. */
  readonly pauseMs: number;
  /** Whose turn it is: everybody's once, shuffled anew each time or only once; or anybody's at any time. */
  readonly turns: "shuffled anew" | "shuffled once" | "anybody's";
};

export const publishedLadder: LadderFit = {
  outputTokens: 1_000,
  blockTokens: 80,
  pauseMs: 600_000,
  turns: "shuffled anew",
};

const groups = 150;
const users = 5;
const systemTokens = 6_000;
const questionTokens = 1_200;

export const ladderStages: readonly (readonly [perSecond: number, seconds: number])[] = [
  [15, 50],
  [3, 20],
  [10, 20],
  [15, 20],
  [20, 38],
  [22, 34],
  [25, 30],
  [30, 25],
  [35, 21],
  [40, 38],
  [43, 36],
  [46, 33],
  [49, 30],
  [52, 29],
  [55, 27],
  [57, 26],
  [60, 25],
];

/** Share of its requests that fill the caches. */
export const ladderWarmUp = 750 / ladderStages.reduce((sum, [perSecond, seconds]) => sum + perSecond * seconds, 0);

export function drawGroupLadder(seed: number, fit: LadderFit = publishedLadder): Workload {
  const { outputTokens, blockTokens, pauseMs } = fit;
  const random = seededRandom(seed);
  const chains = Array.from({ length: groups * users }, (_, at) => chainOf(Math.floor(at / users), at, blockTokens));
  const nextOf = turnsOf(fit.turns, chains.length, random);
  const arrivalMs: number[] = [];
  const blocks: Int32Array[] = [];
  let nowMs = 0;
  for (const [perSecond, seconds] of ladderStages) {
    if (nowMs > 0) nowMs += pauseMs;
    for (let left = Math.round(perSecond * seconds); left > 0; left--) {
      nowMs += (-Math.log(1 - random()) * 1_000) / perSecond;
      arrivalMs.push(nowMs);
      blocks.push(chains[nextOf()]!);
    }
  }
  return {
    arrivalMs: Float64Array.from(arrivalMs),
    promptTokens: new Int32Array(arrivalMs.length).fill(systemTokens + questionTokens),
    outputTokens: new Int32Array(arrivalMs.length).fill(outputTokens),
    blockTokens,
    blocks,
    session: null,
    gateway: null,
  };
}

function turnsOf(turns: LadderFit["turns"], count: number, random: () => number): () => number {
  let deck: number[] = [];
  const order: number[] = [];
  let at = 0;
  return () => {
    if (turns === "anybody's") return Math.floor(random() * count);
    if (turns === "shuffled once" && order.length === count) return order[at++ % count]!;
    if (deck.length === 0) deck = Array.from({ length: count }, (_, one) => one);
    const [drawn] = deck.splice(Math.floor(random() * deck.length), 1);
    order.push(drawn!);
    return drawn!;
  };
}

function chainOf(group: number, user: number, blockTokens: number): Int32Array {
  const system = systemTokens / blockTokens;
  const question = questionTokens / blockTokens;
  return Int32Array.from({ length: system + question }, (_, at) =>
    at < system ? group * system + at : groups * system + user * question + (at - system),
  );
}
