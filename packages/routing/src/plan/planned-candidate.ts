import { type Clause, noFigures } from "../clause/clause.ts";
import type { Candidate, RoutePlan } from "../route-plan.ts";
import type { PlanTarget } from "./plan-target.ts";

/** A candidate whose reason is put into words only where somebody reads it. */
export class PlannedCandidate implements Candidate {
  readonly upstream: number;
  readonly name: string;
  readonly priority: number;
  readonly score: number;
  readonly clause: Clause | null;
  readonly figures: readonly number[];
  readonly #text: string;

  /** `before` stands before what the policy says. */
  constructor(target: PlanTarget, before: string) {
    this.upstream = target.upstreamIndex;
    this.name = target.upstream.name;
    this.priority = target.priority;
    this.score = target.score;
    const speaks = before !== "" || target.clause === null;
    this.clause = speaks ? null : target.clause;
    this.figures = speaks ? noFigures : target.figures;
    this.#text = speaks ? before + target.why : "";
  }

  get why(): string {
    return this.clause === null ? this.#text : this.clause.words(this.figures);
  }

  toJSON(): Candidate {
    return inWords(this);
  }
}

/** The plan as plain data, which another thread can be handed. */
export const plainPlan = (plan: RoutePlan): RoutePlan => ({ ...plan, candidates: plan.candidates.map(inWords) });

function inWords({ upstream, name, priority, score, why }: Candidate): Candidate {
  return { upstream, name, priority, score, why };
}
