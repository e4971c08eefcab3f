import type { CanaryVerdict, RuleVerdict } from "../route-plan.ts";
import type { RouteRequest } from "../route-request.ts";
import { type CompiledRule, firstThatApplies } from "../rules/compiled-rule.ts";
import type { CompiledRoute } from "./compiled-route.ts";
import type { PlanTarget } from "./plan-target.ts";

/** Targets that stand before all that come after them, whatever their priorities. */
export type Rank = {
  /** By priority; never empty. */
  readonly targets: readonly PlanTarget[];
  /** Why they stand there; empty: nothing is said of them. */
  readonly why: string;
};

/** The canary of a caller comes first, the canary of other callers last. Those between are ranked by budget and rule. */
const [canaryFirst, between, canaryLast] = [0, 1, 5] as const;

/**
 * What comes before priorities: the canary on its share of the callers, then those whom a spent budget prefers, then
 * those whom the rule that applies does. It excludes nobody.
 */
export class Preference {
  /** What became of the route's rules; null where it has none. */
  readonly verdicts: RuleVerdict[] | null;
  /** null where no upstream is tried out. */
  canary: CanaryVerdict | null;
  readonly #spent: boolean;
  readonly #rule: CompiledRule | null;
  readonly #canaryTarget: PlanTarget | null;

  constructor(
    spent: boolean,
    rule: CompiledRule | null,
    verdicts: RuleVerdict[] | null,
    canary: CanaryVerdict | null,
    canaryTarget: PlanTarget | null,
  ) {
    this.#spent = spent;
    this.#rule = rule;
    this.verdicts = verdicts;
    this.canary = canary;
    this.#canaryTarget = canaryTarget;
  }

  /** `available` stands by priority, and so does each rank. */
  ranks(available: readonly PlanTarget[]): readonly Rank[] {
    const ranks: PlanTarget[][] = [[], [], [], [], [], []];
    let somebody = this.#rule === null;
    for (const target of available) {
      ranks[this.#rankOf(target)]!.push(target);
      somebody ||= this.#rule !== null && this.#rule.preferred.has(target);
    }
    if (!somebody) this.#sayThatNobodyIsPreferred();
    if (this.canary?.inside && ranks[canaryFirst]!.length === 0) {
      this.canary = { ...this.canary, why: `${this.canary.why}, but it cannot be tried now` };
    }
    const filled: Rank[] = [];
    for (const [rank, targets] of ranks.entries()) {
      if (targets.length > 0) filled.push({ targets, why: this.#whyOf(rank) });
    }
    return filled;
  }

  #rankOf(target: PlanTarget): number {
    const byRule = this.#rule !== null && this.#rule.preferred.has(target);
    const bySpent = this.#spent && target.preferredWhenSpent;
    if (target === this.#canaryTarget) {
      if (this.canary?.inside) return canaryFirst;
      // Others than its callers reach it as a fallback, or where they would have been sent to it without a canary too.
      if (!byRule && !bySpent) return canaryLast;
    }
    return between + (this.#spent && !bySpent ? 2 : 0) + (this.#rule === null || byRule ? 0 : 1);
  }

  /** The rule that applied is the last that was asked. */
  #sayThatNobodyIsPreferred(): void {
    const applied = this.verdicts?.pop();
    if (applied) this.verdicts?.push({ ...applied, why: `${applied.why}; nobody whom it prefers can be tried now` });
  }

  #whyOf(rank: number): string {
    if (rank === canaryFirst) return "the canary of this caller; ";
    if (rank === canaryLast) return "the canary of other callers, here if all else fails; ";
    const bySpent = this.#spent && rank - between < 2 ? "preferred since the budget is spent; " : "";
    const byRule = this.#rule !== null && (rank - between) % 2 === 0;
    return byRule ? `${bySpent}preferred by “${this.#rule?.name}”; ` : bySpent;
  }
}

/** null where a route's priorities have nothing before them. */
export function preferenceOf(
  { route, rules, usage, canary }: CompiledRoute,
  request: RouteRequest,
  nowMs: number,
): Preference | null {
  const spent = route.spendLimit?.whenExhausted.kind === "prefer" && usage.spentAt(nowMs);
  if (rules.length === 0 && canary === null && !spent) return null;
  const ruling = rules.length === 0 ? null : firstThatApplies(rules, request, nowMs);
  const drawn = canary && canary.draw(request);
  return new Preference(spent, ruling?.applied ?? null, ruling?.verdicts ?? null, drawn, canary?.target ?? null);
}
