/** What to do after an attempt failed. The gateway's one retry loop acts on nothing else. */
export type RetryStep =
  /** `candidate` indexes `RoutePlan.candidates`; wait `delayMs` first (0 for another upstream, jittered for the same). */
  | {
      readonly kind: "attempt";
      readonly candidate: number;
      readonly delayMs: number;
      readonly as: "retry" | "fallback";
    }
  | { readonly kind: "give_up"; readonly because: GiveUpReason };

export const giveUpReasons = [
  /** The caller's own mistake: no upstream would answer otherwise. */
  "not_retryable",
  "max_attempts",
  /** The retry budget (share of traffic) is spent. */
  "retry_budget",
  /** The caller forbade other upstreams. */
  "no_fallback",
  /** Content has been relayed: the answer cannot be taken back. */
  "content_relayed",
  "client_gone",
  "total_timeout",
  "no_candidate_left",
] as const;
export type GiveUpReason = (typeof giveUpReasons)[number];
