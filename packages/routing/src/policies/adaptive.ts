import { type Clause, clause, noFigures } from "../clause/clause.ts";
import type { AdaptivePolicyOptions } from "../policy-options.ts";
import { AdaptiveCosts } from "./adaptive-costs.ts";
import { speakOfCost } from "./adaptive-words.ts";
import { unseenMs } from "./exploration.ts";
import type { Contender, PolicyAsk, RoutePolicy } from "./policy.ts";
import { sortByScore } from "./sort-by-score.ts";
import { drawnFrom, leastOf, unseenLong } from "./said-by-many.ts";

/** More than these are too many to look at; so many of them, drawn at random, are. */
const [many, looked] = [64, 16] as const;

/** What requests wait wherever they go adds so many times itself to `warm_within`: in a queue much is better only by chance. */
const waitsToStay = 3;

/** Costs within 2 % and 2 ms of the least are equal within the noise. */
const [noiseShare, noiseMs] = [0.02, 2] as const;

/** What is learnt of slowness spills over into what is taken for distance: so many times the least is near enough to look again. */
const nearly = 1.1;

const recovers = clause(", tried, for it may have recovered");
const staysThere = clause(", stays there");
const asideOf = clause("not among the {} of {} that were looked at");

/**
 * Least cost in ms: what waits there unread and how long the first of it has waited, exactly; how fast it reads and writes
 * against the others, learnt; what of the prompt it has cached; what is left of its limits, its price and its errors.
 * One that has most of the prompt cached, or part of a session there, leads unless another is far better.
 */
export const adaptive = (options: AdaptivePolicyOptions): RoutePolicy => {
  const costs = new AdaptiveCosts(options);
  return {
    refreshes: true,
    order(tier, ask) {
      const lookedAt = tier.length > many ? draw(tier, ask.random) : tier.length;
      for (let index = 0; index < lookedAt; index++) tier[index]!.refresh(ask.nowMs);
      costs.weigh(tier, lookedAt, ask);
      const warmWithinMs = options.warmWithinMs + waitsToStay * costs.leastWaitMs;
      const leader = leaderOf(tier, lookedAt, ask, options.exploration, warmWithinMs);
      speak(tier, lookedAt, leader, ask);
      if (lookedAt < tier.length) leaveAside(tier, lookedAt);
      if (ask.leading) ask.regime = costs.regime;
      sortByScore(tier, lookedAt);
      if (tier[0] === leader.contender) return;
      tier.splice(tier.indexOf(leader.contender), 1);
      tier.unshift(leader.contender);
    },
  };
};

type Leader = { readonly contender: Contender; readonly because: Clause; readonly figures: readonly number[] };

function leaderOf(
  tier: readonly Contender[],
  among: number,
  ask: PolicyAsk,
  exploration: number,
  warmWithinMs: number,
): Leader {
  let best = tier[0]!;
  let warm: Contender | null = null;
  for (let index = 0; index < among; index++) {
    const contender = tier[index]!;
    if (contender.score < best.score) best = contender;
    if (contender.warm && (warm === null || contender.score < warm.score)) warm = contender;
  }
  if (best.recovering) return { contender: best, because: recovers, figures: noFigures };
  const unseen = ask.leading ? longestUnseen(tier, among, best, ask.nowMs) : null;
  if (unseen && ask.random() < exploration) return { contender: unseen, because: unseenLong, figures: noFigures };
  const stays = warm !== null && warm.score <= best.score + warmWithinMs;
  return drawn(tier, among, stays ? warm! : best, stays, ask);
}

/**
 * Who was not seen for longest of those that this request would go to if they were not slow. Others have nothing to disprove:
 * what a request leaves for them, a prompt cached elsewhere, cost a tenth of p95 TTFT where many gateways share many engines.
 */
function longestUnseen(tier: readonly Contender[], among: number, best: Contender, nowMs: number): Contender | null {
  let unseen: Contender | null = null;
  for (let index = 0; index < among; index++) {
    const contender = tier[index]!;
    if (contender === best || nowMs - contender.begunAtMs < unseenMs) continue;
    if (contender.score - contender.slownessMs > nearly * best.score) continue;
    if (unseen === null || contender.begunAtMs < unseen.begunAtMs) unseen = contender;
  }
  return unseen;
}

function speak(tier: readonly Contender[], among: number, leader: Leader, ask: PolicyAsk): void {
  for (let index = 0; index < among; index++) {
    if (ask.words) speakOfCost(tier[index]!, ask);
    else tier[index]!.why = "";
  }
  if (ask.words && tier.length > 1) leader.contender.sayToo(leader.because, leader.figures);
}

/** One of those that are as good as the best, at random. */
function drawn(tier: readonly Contender[], among: number, best: Contender, warm: boolean, ask: PolicyAsk): Leader {
  const limit = best.score * (1 + noiseShare) + noiseMs;
  let contender = best;
  let alike = 0;
  for (let index = 0; index < among; index++) {
    const other = tier[index]!;
    if (other.score <= limit && (!warm || other.warm) && ask.random() * ++alike < 1) contender = other;
  }
  if (alike > 1) return { contender, because: drawnFrom, figures: [alike] };
  return warm
    ? { contender, because: staysThere, figures: noFigures }
    : { contender, because: leastOf, figures: [among] };
}

/** Puts a sample to the front, and returns how many it has. */
function draw(tier: Contender[], random: () => number): number {
  for (let at = 0; at < looked; at++) {
    const from = at + Math.floor(random() * (tier.length - at));
    const moved = tier[at]!;
    tier[at] = tier[from]!;
    tier[from] = moved;
  }
  return looked;
}

/** Those that were not looked at come behind those that were. */
function leaveAside(tier: readonly Contender[], lookedAt: number): void {
  let worst = 0;
  for (let index = 0; index < lookedAt; index++) worst = Math.max(worst, tier[index]!.score);
  const numbers = [lookedAt, tier.length];
  for (let index = lookedAt; index < tier.length; index++) {
    const contender = tier[index]!;
    contender.score = worst + 1;
    contender.say(asideOf, numbers);
  }
}
