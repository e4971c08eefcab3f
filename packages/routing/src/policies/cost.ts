import { estimateUsage } from "../limits/upstream-estimate.ts";
import { nanoUsdPerUsd } from "../limits/scope-usage.ts";
import type { CostPolicyOptions } from "../policy-options.ts";
import { byBusyness } from "./busyness.ts";
import { explorationShare, unseenMs } from "./exploration.ts";
import type { Contender, PolicyAsk, RoutePolicy } from "./policy.ts";
import { settleTies } from "./settle-ties.ts";
import { sortByScore } from "./sort-by-score.ts";
import { speakFor } from "./speak-for.ts";

/**
 * Scores of those whose price is unknown, and of those that miss an objective, since they are too slow or since they fail
 * too often: behind every price that there is.
 */
export const [priceUnknown, missesObjective, failsObjective] = [1e15, 2e15, 3e15] as const;

/** Added for those that fail too often, times the share that fails: scores are whole numbers up there. */
const ofFailures = 1e9;

/**
 * Cheapest expected cost first among those that keep to the route's objectives; then those whose price is unknown; then
 * those that are too slow, the fastest first; then those that fail too often, the fewest failures first. What waits at an
 * upstream makes it slower: requests spill over to the next cheapest before the objective breaks. Costs that are alike go
 * to the least busy.
 */
export const cost = ({ alike }: CostPolicyOptions): RoutePolicy => ({
  order(tier, ask) {
    for (const contender of tier) contender.score = scoreOf(contender, ask);
    makeAlike(tier, alike);
    sortByScore(tier);
    settleTies(tier, ask.random, byBusyness);
    speakFor(tier, ask, (contender) => inWords(contender, ask));
    const best = tier[0]!;
    if (best.score < priceUnknown && tier.length > 1) best.why += `, least of ${tier.length}`;
    if (ask.leading) explore(tier, ask);
  },
});

function scoreOf(contender: Contender, ask: PolicyAsk): number {
  if (failsTooOften(contender, ask)) return failsObjective + ofFailures * contender.history.share;
  const lateMs = latenessOf(contender, ask);
  if (lateMs !== null) return missesObjective + lateMs;
  return contender.price === null ? priceUnknown : estimateUsage(ask, contender.price).nanoUsd;
}

function inWords(contender: Contender, ask: PolicyAsk): string {
  const { price, score } = contender;
  const costs = price === null ? "its price is unknown" : `${usd(estimateUsage(ask, price).nanoUsd)} expected`;
  if (score >= failsObjective) return `${costs}, but ${failuresInWords(contender, ask)}`;
  if (score >= missesObjective)
    return `${costs}, but ${Math.round(score - missesObjective)} ms too slow for the route's objective`;
  return price === null ? `${costs}, so it comes after the others` : costs;
}

const failsTooOften = ({ history }: Contender, { objectives, nowMs }: PolicyAsk): boolean =>
  objectives?.successRate !== undefined && history.exceeds(1 - objectives.successRate, nowMs);

function failuresInWords({ history }: Contender, { objectives, nowMs }: PolicyAsk): string {
  const requests = Math.max(1, Math.round(history.requestsAt(nowMs)));
  const allowed = 1 - (objectives?.successRate ?? 0);
  return `failed ${percent(history.share)} of about ${requests} requests of the last minutes; the objective allows ${percent(allowed)}`;
}

/** By how many ms a request of this size is expected to miss an objective there; null when it meets all, or nobody knows. */
function latenessOf({ latency, waitingTokens }: Contender, ask: PolicyAsk): number | null {
  const { objectives, stream, inputTokens, outputTokens, nowMs } = ask;
  if (objectives === null) return null;
  const { firstTokenP95Ms, responseP95Ms } = objectives;
  const tokensBefore = waitingTokens + inputTokens;
  const begins = firstTokenP95Ms === null || !stream ? null : latency.firstTokenP95(tokensBefore, nowMs);
  const ends = responseP95Ms === null ? null : latency.responseP95(stream, tokensBefore, outputTokens, nowMs);
  const lateMs = Math.max((begins ?? 0) - (firstTokenP95Ms ?? 0), (ends ?? 0) - (responseP95Ms ?? 0));
  return (begins === null && ends === null) || lateMs <= 0 ? null : lateMs;
}

/** Gives costs within `alike` of the cheapest the same score, that of the cheapest. */
function makeAlike(tier: readonly Contender[], alike: number): void {
  let least: number = priceUnknown;
  for (const contender of tier) least = Math.min(least, contender.score);
  for (const contender of tier) if (contender.score <= least * (1 + alike)) contender.score = least;
}

/** A cheaper one that missed an objective gets a request once in a while: only replies show that it keeps to it again. */
function explore(tier: Contender[], ask: PolicyAsk): void {
  const best = tier[0]!;
  if (best.price === null) return;
  const cost = estimateUsage(ask, best.price).nanoUsd;
  const at = tier.findIndex(
    ({ score, price, begunAtMs }) =>
      score >= missesObjective &&
      price !== null &&
      ask.nowMs - begunAtMs >= unseenMs &&
      estimateUsage(ask, price).nanoUsd < cost,
  );
  if (at < 1 || ask.random() >= explorationShare) return;
  const [unseen] = tier.splice(at, 1);
  if (!unseen) return;
  unseen.why += ", tried because it was not seen for long";
  tier.unshift(unseen);
}

/** With two digits: 0.1, 1.3, 13. */
const percent = (share: number): string => `${Number((100 * share).toPrecision(2))} %`;

const usd = (nanoUsd: number): string => `$${(nanoUsd / nanoUsdPerUsd).toPrecision(2)}`;
