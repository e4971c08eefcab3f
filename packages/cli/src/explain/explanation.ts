import type { Asked, Decision } from "@meridian/gateway";
import {
  type FailureWords,
  failuresInWords,
  hedgeInWords,
  type MatchWords,
  matchInWords,
  noPlanWords,
  planInWords,
  type PlanWords,
  type RetryOptions,
  type RoutePlan,
  type RoutingState,
  type RoutingTable,
  type Skipped,
  skipWords,
} from "@meridian/routing";

/** All that is said of a request, as data. Nothing of its prompt is in it. */
export type Explanation = {
  readonly at: string;
  readonly request: {
    readonly endpoint: string;
    readonly model: string;
    readonly stream: boolean;
    readonly inputTokens: number;
    readonly key: string | null;
    readonly tags: readonly string[];
    readonly region: string | null;
  } | null;
  /** Whether live values were given; otherwise nothing is measured yet. */
  readonly measured: boolean;
  /** Routes that take the model, up to the one that serves it. */
  readonly matches: readonly MatchWords[];
  /** What its caller would be told; null: it would be sent. */
  readonly error: { readonly code: string; readonly message: string } | null;
  /** Why there is no plan; null where there is one. */
  readonly noPlan: string | null;
  readonly plan: RoutePlan | null;
  readonly words: PlanWords | null;
  readonly skipped: PlanWords["skipped"];
  /** Who is asked too when the first is slow to begin; null where the route does not say so. */
  readonly hedge: string | null;
  readonly failures: readonly FailureWords[];
  readonly retry: RetryOptions | null;
};

type Serving = { readonly table: RoutingTable; readonly state: RoutingState; readonly nowMs: number };

export function explanationOf(
  { key }: Asked,
  { table, nowMs }: Serving,
  decision: Decision,
  measured: boolean,
): Explanation {
  const { error } = decision;
  const nothing: Explanation = {
    at: new Date(nowMs).toISOString(),
    request: null,
    measured,
    matches: [],
    error: error && { code: error.code, message: error.message },
    noPlan: null,
    plan: null,
    words: null,
    skipped: [],
    hedge: null,
    failures: [],
    retry: null,
  };
  if (decision.kind === "unread") return nothing;
  const { input, result } = decision;
  const { endpoint, model, stream, inputTokens, tags, region } = input.request;
  const decided: Explanation = {
    ...nothing,
    request: { endpoint, model, stream, inputTokens, key: key.name || null, tags, region: region ?? null },
    matches: matchInWords(table.routes, input.request),
  };
  if (result.kind === "none") {
    const { why } = result;
    return { ...decided, noPlan: noPlanWords(why), skipped: "skipped" in why ? why.skipped.map(skippedInWords) : [] };
  }
  const words = planInWords(result.plan);
  return {
    ...decided,
    plan: result.plan,
    words,
    skipped: words.skipped,
    hedge: error === null ? hedgeInWords(input, result) : null,
    // It counts attempts, and so comes last.
    failures: error === null ? failuresInWords(input, result) : [],
    retry: result.route.retry,
  };
}

const skippedInWords = ({ name, reason, why }: Skipped) => ({ name, reason: skipWords[reason], why });
