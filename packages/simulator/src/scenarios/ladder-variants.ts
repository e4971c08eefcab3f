import { randomPick } from "../peers/random.ts";
import { type Scorers, weightedScorers } from "../peers/weighted-scorers.ts";
import type { EngineModel } from "../engine/engine-model.ts";
import type { RouterFactory } from "../simulation/simulated-router.ts";
import { drawGroupLadder, type LadderFit, publishedLadder } from "../workloads/group-ladder.ts";
import { llmD } from "./algorithms.ts";
import type { Scenario } from "./scenario.ts";
import { ladder } from "./scenarios.ts";

/** llm-d's ladder with something about it changed: what that moves says what a difference to the published figures may come of. */
export type LadderVariant = {
  /** null: nothing. */
  readonly change: string | null;
  readonly scenario: Scenario;
  /** Of the four that were published, in the order of what was. */
  readonly routers: readonly RouterFactory[];
};

type Change = {
  readonly model?: Partial<EngineModel>;
  /** Times as large as they are. */
  readonly kvShare?: number;
  readonly ladder?: Partial<LadderFit>;
  readonly scorers?: Partial<Scorers>;
  readonly roundTripMs?: number;
  /** Share of the requests that no figure counts. */
  readonly warmUp?: number;
};

/** Ends of what was published or derived for Qwen3-32B on two H100; the scenario's own constants lie between them. */
const quick = { baseMs: 10.5, perPrefillTokenMs: 0.049, perKvTokenMs: 4.6e-5 };
const slow = { baseMs: 13, perPrefillTokenMs: 0.063, perKvTokenMs: 7.4e-5 };

/** About what the published first tokens take at rates at which nothing waits. */
const floorMs = 230;
/** Tokens. */
const every = { matchedTokens: Number.POSITIVE_INFINITY, indexTokens: 307_328 };

export const ladderVariants: readonly LadderVariant[] = [
  variant(null, {}),
  variant(`${floorMs} ms more to each first token, on the way there and back`, { roundTripMs: floorMs }),
  variant("prompts read at 20,480 tokens a second, llm-d's highest peak", {
    model: { perPrefillTokenMs: quick.perPrefillTokenMs },
  }),
  variant("tokens of KV cache read in 46 ns each, the least estimate", { model: { perKvTokenMs: quick.perKvTokenMs } }),
  variant("the engine's constants all at their quick ends", { model: quick }),
  variant("the engine's constants all at their slow ends", { model: slow }),
  variant("at most 2,048 tokens in a step", { model: { maxBatchTokens: 2_048 } }),
  variant("KV caches a tenth larger", { kvShare: 1.1 }),
  variant("KV caches a tenth smaller", { kvShare: 0.9 }),
  variant("blocks half as large", { ladder: { blockTokens: publishedLadder.blockTokens / 2 } }),
  variant("replies of 700 tokens instead of 1,000", { ladder: { outputTokens: 700 } }),
  variant("users in one shuffled order, over and over", { ladder: { turns: "shuffled once" } }),
  variant("users drawn at random each time", { ladder: { turns: "anybody's" } }),
  variant("a minute between stages, drained or not", { ladder: { pauseMs: 60_000 } }),
  variant("the warm-up is counted", { warmUp: 0 }),
  variant("the estimate looks at the whole prompt, and remembers as much as a KV cache holds", { scorers: every }),
  variant("metrics a second old", { scorers: { scrapeMs: 1_000 } }),
  variant(`together: quick ends, ${floorMs} ms more, users drawn at random`, {
    model: quick,
    roundTripMs: floorMs,
    ladder: { turns: "anybody's" },
  }),
  variant("together, and the estimate looks at the whole prompt", {
    model: quick,
    roundTripMs: floorMs,
    ladder: { turns: "anybody's" },
    scorers: every,
  }),
];

function variant(
  change: string | null,
  { model, kvShare = 1, ladder: fit, scorers, roundTripMs, warmUp }: Change,
): LadderVariant {
  const upstreams = ladder.upstreams.map((upstream) => ({
    ...upstream,
    model: { ...upstream.model, ...model, kvTokens: Math.floor(upstream.model.kvTokens * kvShare) },
  }));
  const scored = [llmD.precise, llmD.estimated, llmD.load].map((one) => weightedScorers({ ...one, ...scorers }));
  return {
    change,
    scenario: {
      ...ladder,
      upstreams,
      roundTripMs: roundTripMs === undefined ? ladder.roundTripMs : () => roundTripMs,
      warmUp: warmUp ?? ladder.warmUp,
      workload: (seed) => drawGroupLadder(seed, { ...publishedLadder, ...fit }),
    },
    routers: [scored[0]!, scored[1]!, randomPick, scored[2]!],
  };
}
