import type { RouteRequest } from "../route-request.ts";

/** One part of a rule's `when`. */
export interface ConditionTest {
  holds(request: RouteRequest, nowMs: number): boolean;
  /** Why it holds, or why it does not: a clause for people. */
  words(holds: boolean, nowMs: number): string;
}
