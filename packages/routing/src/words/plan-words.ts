import { nanoUsdPerUsd } from "../limits/scope-usage.ts";
import { failsObjective, missesObjective, priceUnknown } from "../policies/cost.ts";
import type { PolicyKind } from "../policy-options.ts";
import type { Candidate, RoutePlan } from "../route-plan.ts";
import { policyWords, regimeWords, skipWords } from "./reason-words.ts";

/** A plan as people read it: on the request page and on the command line. */
export type PlanWords = {
  /** Who is tried first, and what put it there. */
  readonly chosen: string;
  /** What the policy goes by, and what governed where it tells. */
  readonly order: string;
  /** What each rule that was asked came to; the last is the one that applied, if one did. Empty where there are none. */
  readonly rules: readonly { readonly name: string; readonly applied: boolean; readonly words: string }[];
  readonly canary: string | null;
  readonly affinity: string | null;
  /** In the order in which they are tried. */
  readonly candidates: readonly CandidateWords[];
  readonly skipped: readonly { readonly name: string; readonly reason: string; readonly why: string }[];
};

export type CandidateWords = {
  readonly name: string;
  readonly priority: number;
  /** The score with its unit; null where it only tells whose turn it is. */
  readonly score: string | null;
  /** 0..1 of the worst score, lower is better; null where scores do not compare. */
  readonly bar: number | null;
  readonly why: string;
};

export function planInWords(plan: RoutePlan): PlanWords {
  const { candidates, policy, regime, panic } = plan;
  const first = candidates[0];
  const kind = panic ? "panic" : policy;
  const worst = Math.max(0, ...candidates.map(({ score }) => comparable(kind, score) ?? 0));
  return {
    chosen: first
      ? `${first.name} is tried first${candidates.length === 1 ? ", and nobody else" : ""}: ${first.why}.`
      : "Nobody is tried.",
    order: panic
      ? "Nothing is healthy: ordered by who has failed the least, rather than failing everything. Rules, canary and affinity have no say."
      : `Ordered ${policyWords[policy]}.${regime ? ` ${regimeWords[regime]}` : ""}`,
    rules: (plan.rules ?? []).map(({ name, applied, why }) => ({
      name,
      applied,
      words: `${applied ? "applies" : "does not apply"}: ${why}.`,
    })),
    canary: plan.canary ? `${plan.canary.upstream}: ${plan.canary.why}.` : null,
    affinity: plan.affinity ? affinityInWords(plan.affinity) : null,
    candidates: candidates.map(({ name, priority, score, why }) => {
      const value = comparable(kind, score);
      return {
        name,
        priority,
        score: scoreInWords(kind, score),
        bar: value === null || worst <= 0 ? null : Math.max(0, value) / worst,
        why,
      };
    }),
    skipped: plan.skipped.map(({ name, reason, why }) => ({ name, reason: skipWords[reason], why })),
  };
}

const affinityInWords = ({ upstream, why }: NonNullable<RoutePlan["affinity"]>): string =>
  upstream === null ? `Not kept together: ${why}.` : `Kept at ${upstream}: ${why}.`;

type Kind = PolicyKind | "panic";

/** The number of a score that compares with those of others; null where it stands for a place in a queue of turns. */
function comparable(kind: Kind, score: Candidate["score"]): number | null {
  switch (kind) {
    case "weighted":
    case "round_robin":
      return null;
    case "cost":
      return score >= priceUnknown ? null : score;
    default:
      return score;
  }
}

function scoreInWords(kind: Kind, score: Candidate["score"]): string | null {
  switch (kind) {
    case "weighted":
    case "round_robin":
      return null;
    case "latency":
      // One that is to be looked at stands before all that were.
      return score === 0 ? "not known" : `${whole(score)} ms`;
    case "queue":
      return `load ${whole(score)}`;
    case "usage":
      return `${percent(score)} used`;
    case "cost":
      if (score >= failsObjective) return "fails too often";
      if (score >= missesObjective) return "too slow";
      return score >= priceUnknown ? "no price" : `$${Number((score / nanoUsdPerUsd).toPrecision(3))}`;
    case "adaptive":
      return `cost ${whole(score)}`;
    case "panic":
      return `${percent(score)} failed`;
  }
}

const count = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const whole = (value: number): string => count.format(value);
const percent = (share: number): string => `${Math.round(share * 1_000) / 10} %`;
