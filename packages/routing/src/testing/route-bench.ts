import type { UsageLedger } from "../limits/usage-ledger.ts";
import type { Outcome } from "../outcome.ts";
import type { Override } from "../override.ts";
import { type PlanResult, planRequest } from "../plan/plan-request.ts";
import type { RoutePlan } from "../route-plan.ts";
import type { RouteRequest } from "../route-request.ts";
import type { RoutingTable } from "../routing-table.ts";
import { RoutingState } from "../state/routing-state.ts";
import type { AttemptTicket } from "../state/upstream-state.ts";
import { completed } from "./outcomes.ts";
import { seededRandom } from "./seeded-random.ts";

/** A streamed request for `chat`: 100 tokens in, no bound on the output. */
export const chatRequest: RouteRequest = {
  endpoint: "chat.completions",
  model: "chat",
  stream: true,
  keyName: "key",
  keyRoutes: ["*"],
  tags: [],
  headers: {},
  inputTokens: 100,
  maxOutputTokens: null,
  needs: { tools: false, vision: false, jsonSchema: false },
  noFallback: false,
};

/** A table with its state and a clock that only the test moves. */
export class RouteBench {
  readonly state: RoutingState;
  readonly random: () => number;
  table: RoutingTable;
  nowMs = 1_000_000;
  overrides: readonly Override[] = [];

  constructor(table: RoutingTable, seed = 1, ledger?: UsageLedger) {
    this.table = table;
    this.state = new RoutingState(ledger);
    this.random = seededRandom(seed);
    this.state.adopt(table, this.nowMs);
  }

  adopt(table: RoutingTable): void {
    this.table = table;
    this.state.adopt(table, this.nowMs);
  }

  ask(request: Partial<RouteRequest> = {}): PlanResult {
    const { table, state, overrides, nowMs, random } = this;
    return planRequest({ table, state, request: { ...chatRequest, ...request }, overrides, nowMs, random });
  }

  /** The plan; throws when there is none. */
  plan(request: Partial<RouteRequest> = {}): RoutePlan {
    const result = this.ask(request);
    if (result.kind === "none") throw new Error(`no plan: ${JSON.stringify(result.why)}`);
    return result.plan;
  }

  /** Name of the upstream that leads the plan. */
  first(request: Partial<RouteRequest> = {}): string {
    return this.plan(request).candidates[0]?.name ?? "";
  }

  begin(name: string, tokens = 100): AttemptTicket {
    return this.state.begin(this.indexOf(name), tokens, this.nowMs);
  }

  end(ticket: AttemptTicket, outcome: Outcome = completed()): boolean {
    return this.state.end(ticket, outcome, this.nowMs, this.random);
  }

  /** Attempts at an upstream, one after the other, that end with this outcome at once. */
  attempt(name: string, outcome: Outcome = completed(), times = 1): void {
    for (let count = 0; count < times; count++) this.end(this.begin(name), outcome);
  }

  view(name: string) {
    return this.state.view(this.indexOf(name), this.nowMs);
  }

  indexOf(name: string): number {
    return this.table.upstreams.findIndex((upstream) => upstream.name === name);
  }
}
