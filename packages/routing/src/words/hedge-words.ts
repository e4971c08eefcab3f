import { expectedTokens, type PlanInput, type PlanResult } from "../plan/plan-request.ts";
import { hedgeDelayMs, neverHedged, whomBeside } from "../retry/hedge-step.ts";

/**
 * Who is asked too when the first upstream is slow to begin, and when, by the code that decides in earnest; null where the
 * route has no hedge. The first one counts as in flight meanwhile: `state` must be nobody else's.
 */
export function hedgeInWords(input: PlanInput, { plan, route }: Extract<PlanResult, { kind: "plan" }>): string | null {
  const { table, state, request, overrides, nowMs } = input;
  const [first] = plan.candidates;
  if (!route.hedge || !first) return null;
  const never = neverHedged(request, plan);
  if (never !== null) return `Nobody else is asked: ${never}.`;
  const ask = expectedTokens(request, state.expectedOutputTokens);
  const context = { plan, table, state, ask };
  const { after, maxExtraShare } = route.hedge;
  const delayMs = hedgeDelayMs(context, route.hedge, 0, ask.inputTokens, nowMs);
  if (delayMs === null)
    return `Nobody else is asked: no stream of ${first.name} has begun yet, so nobody knows what is slow.`;
  const options = { inputTokens: ask.inputTokens, table };
  const ticket = state.begin(first.upstream, ask.inputTokens + ask.outputTokens, nowMs, options);
  const beside = whomBeside({ ...context, waitingFor: 0, overrides, nowMs });
  state.end(ticket, { kind: "cancelled", durationMs: 0 }, nowMs, input.random);
  const other = beside === null ? undefined : plan.candidates[beside]?.name;
  if (other === undefined)
    return `Nobody else is asked: no other may be tried that has fewer requests in flight than ${first.name}.`;
  const why = after === "p95" ? ", which 95 of 100 streams of this size stay below there" : "";
  return `When ${first.name} has no first token after ${Math.round(delayMs)} ms${why}, ${other} is asked too, and who begins first answers. At most ${Math.round(maxExtraShare * 1_000) / 10} % of the route's requests are asked twice.`;
}
