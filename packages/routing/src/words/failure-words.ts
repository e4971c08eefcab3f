import type { Outcome } from "../outcome.ts";
import type { PlanInput, PlanResult } from "../plan/plan-request.ts";
import { expectedTokens } from "../plan/plan-request.ts";
import { createRetryBudgets } from "../retry/create-retry-budgets.ts";
import { nextStep } from "../retry/next-step.ts";
import type { RetryReason } from "../routing-table.ts";
import { giveUpWords } from "./reason-words.ts";

/** What happens after an upstream has failed. */
export type FailureWords = { readonly upstream: string; readonly next: string };

/** What the first of the reasons that a route retries for looks like. */
const failures: Readonly<Record<RetryReason, Pick<Extract<Outcome, { kind: "failed" }>, "cause" | "status">>> = {
  connect: { cause: "connect", status: null },
  first_token_timeout: { cause: "first_token_timeout", status: null },
  "408": { cause: "status", status: 408 },
  "409": { cause: "status", status: 409 },
  "429": { cause: "rate_limited", status: 429 },
  "5xx": { cause: "status", status: 500 },
  stream_error: { cause: "cut", status: null },
};

/**
 * Lets every upstream that a plan comes to fail before its first token, by the code that decides in earnest, and says what
 * follows. It counts and learns like real attempts do: `state` must be nobody else's.
 */
export function failuresInWords(
  input: PlanInput,
  { plan, route }: Extract<PlanResult, { kind: "plan" }>,
): readonly FailureWords[] {
  const { table, state, request, overrides, nowMs } = input;
  const ask = expectedTokens(request, state.expectedOutputTokens);
  const budget = createRetryBudgets(table).get(route.name);
  const [reason = "connect"] = route.retry.retryOn;
  const attempts: { candidate: number; outcome: Outcome }[] = [];
  const words: FailureWords[] = [];
  let candidate = 0;
  while (budget) {
    const tried = plan.candidates[candidate];
    if (!tried) break;
    const outcome: Outcome = {
      kind: "failed",
      phase: "before_first_token",
      ...failures[reason],
      retryAfterMs: null,
      durationMs: 0,
    };
    const options = { inputTokens: ask.inputTokens, table };
    const ticket = state.begin(tried.upstream, ask.inputTokens + ask.outputTokens, nowMs, options);
    state.end(ticket, outcome, nowMs, input.random);
    attempts.push({ candidate, outcome });
    const step = nextStep({
      plan,
      table,
      state,
      ask,
      route,
      attempts,
      budget,
      contentRelayed: false,
      clientGone: false,
      noFallback: request.noFallback,
      overrides,
      elapsedMs: 0,
      nowMs,
      random: input.random,
    });
    if (step.kind === "give_up") {
      words.push({ upstream: tried.name, next: `the caller gets the error. ${giveUpWords[step.because]}` });
      break;
    }
    words.push({ upstream: tried.name, next: nextInWords(plan.candidates[step.candidate]?.name ?? "", step) });
    candidate = step.candidate;
  }
  return words;
}

function nextInWords(
  name: string,
  { as, delayMs }: { readonly as: "retry" | "fallback"; readonly delayMs: number },
): string {
  const when = delayMs === 0 ? "at once" : "after a short pause";
  return `${name} is tried ${when}${as === "fallback" ? ", as a fallback" : ""}.`;
}
