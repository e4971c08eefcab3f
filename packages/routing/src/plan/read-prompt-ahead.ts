import type { PlanInput } from "./plan-request.ts";

/**
 * Reads the prompt of a request if its route, or another one of the same upstreams, keeps track of what is cached there.
 * To be called before the state's lock is taken, under which it would be read otherwise: all threads wait for that.
 */
export function readPromptAhead({ table, state, request }: Pick<PlanInput, "table" | "state" | "request">): void {
  const compiled = state.compiled(table);
  const matched = compiled.routes[compiled.index.find(request)];
  if (matched?.targets.some((target) => target.state.prefixes !== null)) request.prompt?.prefix();
}
