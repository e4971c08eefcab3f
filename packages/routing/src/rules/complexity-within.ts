import type { RouteRequest } from "../route-request.ts";
import type { Condition } from "../rule-options.ts";
import type { ConditionTest } from "./condition-test.ts";

/** Whether the prompt looks as hard as that. The prompt is looked at when this is asked, and once for all rules. */
export class ComplexityWithin implements ConditionTest {
  readonly #above: number;
  readonly #below: number;
  /** Of the request that was asked about last. */
  #seen: number | null = null;

  constructor({
    above = Number.NEGATIVE_INFINITY,
    below = Number.POSITIVE_INFINITY,
  }: NonNullable<Condition["complexity"]>) {
    this.#above = above;
    this.#below = below;
  }

  holds({ prompt }: RouteRequest): boolean {
    const seen = prompt?.complexity() ?? null;
    this.#seen = seen;
    return seen !== null && seen > this.#above && seen < this.#below;
  }

  words(holds: boolean): string {
    if (this.#seen === null) return "its complexity is not known";
    const bounds = [
      ...(this.#above === Number.NEGATIVE_INFINITY ? [] : [`above ${this.#above}`]),
      ...(this.#below === Number.POSITIVE_INFINITY ? [] : [`below ${this.#below}`]),
    ];
    return `its complexity is ${this.#seen.toFixed(2)}${holds ? "," : ", not"} ${bounds.join(" and ")}`;
  }
}
