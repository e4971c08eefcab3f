import { type CompiledRule, firstThatApplies } from "../rules/compiled-rule.ts";
import type { RuleVerdict } from "../route-plan.ts";
import type { RouteRequest } from "../route-request.ts";
import type { CompiledRoute } from "./compiled-route.ts";
import type { PlanTarget } from "./plan-target.ts";

/** Targets that stand before all that come after them, whatever their priorities. */
export type Rank = {
  /** By priority; never empty. */
  readonly targets: readonly PlanTarget[];
  /** Why they stand there; empty: nothing is said of them. */
  readonly why: string;
};

/** What comes before priorities: a spent budget says who serves, then the rule that applies. It excludes nobody. */
export class Preference {
  /** null where the route has no rules. */
  readonly verdicts: RuleVerdict[] | null;
  readonly #spent: boolean;
  readonly #rule: CompiledRule | null;

  constructor(spent: boolean, rule: CompiledRule | null, verdicts: RuleVerdict[] | null) {
    this.#spent = spent;
    this.#rule = rule;
    this.verdicts = verdicts;
  }

  /** `available` stands by priority, and so does each rank. */
  ranks(available: readonly PlanTarget[]): readonly Rank[] {
    const ranks: PlanTarget[][] = [[], [], [], []];
    for (const target of available) ranks[this.#rankOf(target)]!.push(target);
    if (ranks[0]!.length === 0 && ranks[2]!.length === 0) this.#sayThatNobodyIsPreferred();
    return ranks.flatMap((targets, rank) => (targets.length === 0 ? [] : [{ targets, why: this.#whyOf(rank) }]));
  }

  #rankOf(target: PlanTarget): number {
    const bySpent = this.#spent && !target.preferredWhenSpent ? 2 : 0;
    return bySpent + (this.#rule === null || this.#rule.preferred.has(target) ? 0 : 1);
  }

  /** The rule that applied is the last that was asked. */
  #sayThatNobodyIsPreferred(): void {
    const applied = this.#rule && this.verdicts?.pop();
    if (applied) this.verdicts?.push({ ...applied, why: `${applied.why}; nobody whom it prefers can be tried now` });
  }

  #whyOf(rank: number): string {
    const bySpent = this.#spent && rank < 2 ? "preferred since the budget is spent; " : "";
    return this.#rule !== null && rank % 2 === 0 ? `${bySpent}preferred by “${this.#rule.name}”; ` : bySpent;
  }
}

/** null where a route's priorities have nothing before them. */
export function preferenceOf(
  { route, rules, usage }: CompiledRoute,
  request: RouteRequest,
  nowMs: number,
): Preference | null {
  const spent = route.spendLimit?.whenExhausted.kind === "prefer" && usage.spentAt(nowMs);
  if (rules.length === 0) return spent ? new Preference(true, null, null) : null;
  const { applied, verdicts } = firstThatApplies(rules, request, nowMs);
  return new Preference(spent, applied, verdicts);
}
