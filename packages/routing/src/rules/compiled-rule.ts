import { selects } from "../matching/select-upstreams.ts";
import type { RuleVerdict } from "../route-plan.ts";
import type { RouteRequest } from "../route-request.ts";
import type { Upstream } from "../routing-table.ts";
import type { Rule } from "../rule-options.ts";
import type { ConditionTest } from "./condition-test.ts";
import { requestConditions } from "./request-conditions.ts";

type Preferable = { readonly upstream: Pick<Upstream, "name" | "tags" | "region"> };

/** A rule with its conditions laid out for asking. */
export class CompiledRule {
  readonly name: string;
  /** Those of the route's targets that come first while it applies. */
  readonly preferred: ReadonlySet<Preferable>;
  readonly #conditions: readonly ConditionTest[];

  /** `measured`: those of its conditions that are looked at in the background. */
  constructor({ name, when, prefer }: Rule, targets: readonly Preferable[], measured: readonly ConditionTest[]) {
    this.name = name;
    this.preferred = new Set(targets.filter(({ upstream }) => selects(prefer, upstream)));
    this.#conditions = [...measured, ...requestConditions(when)];
  }

  judge(request: RouteRequest, nowMs: number): RuleVerdict {
    const { name } = this;
    for (const condition of this.#conditions) {
      if (!condition.holds(request, nowMs)) return { name, applied: false, why: condition.words(false, nowMs) };
    }
    let why = "";
    for (const condition of this.#conditions) {
      why = why === "" ? condition.words(true, nowMs) : `${why}, ${condition.words(true, nowMs)}`;
    }
    return { name, applied: true, why };
  }
}

/** Of the rules that did not apply a plan names as many as this; a document may have thousands. */
const mostNamed = 20;

/** What became of a route's rules. */
export type Ruling = { readonly applied: CompiledRule | null; readonly verdicts: RuleVerdict[] };

/** The first rule that applies, and why those before it do not. */
export function firstThatApplies(rules: readonly CompiledRule[], request: RouteRequest, nowMs: number): Ruling {
  const verdicts: RuleVerdict[] = [];
  for (const rule of rules) {
    const verdict = rule.judge(request, nowMs);
    if (verdict.applied || verdicts.length < mostNamed) verdicts.push(verdict);
    if (verdict.applied) return { applied: rule, verdicts };
  }
  return { applied: null, verdicts };
}
