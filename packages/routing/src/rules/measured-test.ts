import type { ScopeUsage } from "../limits/scope-usage.ts";
import type { MeasuredCondition, Signals } from "../rule-options.ts";
import type { StateMemory } from "../state/state-memory.ts";
import type { ConditionTest } from "./condition-test.ts";
import { measuredWords } from "./measured-words.ts";
import { OutcomeGauge } from "./outcome-gauge.ts";
import { SteadySwitch } from "./steady-switch.ts";

/** What is measured of an upstream. */
export type Measurable = {
  readonly inFlight: number;
  readonly usage: ScopeUsage;
  /** Those that its attempts are told to. */
  gauges: OutcomeGauge[];
};

/** A condition that is looked at in the background: a request reads whether it is on. */
export class MeasuredTest implements ConditionTest {
  /** null where nothing is gathered. */
  readonly gauge: OutcomeGauge | null;
  /** Of the table that is served now. */
  upstreams: readonly Measurable[] = [];
  routeUsage: ScopeUsage | null = null;
  readonly #condition: MeasuredCondition;
  readonly #switch: SteadySwitch;
  readonly #memory: StateMemory;
  readonly #name: string;
  readonly #numbers: Float64Array;

  /** `name`: of its numbers in `memory`. */
  constructor(condition: MeasuredCondition, memory: StateMemory, name: string) {
    this.#condition = condition;
    this.#memory = memory;
    this.#name = name;
    this.#numbers = memory.numbers(name, SteadySwitch.initial);
    this.#switch = new SteadySwitch(this.#numbers, condition);
    const gathers = "windowMs" in condition && condition.windowMs > 0;
    this.gauge = gathers ? new OutcomeGauge(condition, memory, gaugeName(name)) : null;
  }

  /** Its numbers are still those that the memory has under its name. */
  get held(): boolean {
    return this.#memory.holds(this.#name, this.#numbers);
  }

  holds(): boolean {
    return this.#switch.isOn;
  }

  words(): string {
    return measuredWords(this.#condition, this.#switch);
  }

  look(nowMs: number, signals: Signals): void {
    const condition = this.#condition;
    if (condition.measure === "signal") {
      const value = signals.valueOf(condition.name, nowMs);
      const fits =
        value !== null &&
        (condition.above === null || Number(value) > condition.above) &&
        (condition.below === null || Number(value) < condition.below) &&
        (condition.equals === null || String(value) === condition.equals);
      return this.#switch.look(typeof value === "number" ? value : null, fits, !fits, nowMs);
    }
    const value = this.#valueAt(nowMs);
    const { above, recoverBelow } = condition;
    const isAbove = value !== null && value > above;
    const recovered = value === null || (recoverBelow === null ? !isAbove : value < recoverBelow);
    this.#switch.look(value, isAbove, recovered, nowMs);
  }

  forget(): void {
    this.#memory.forget(this.#name);
    this.#memory.forget(gaugeName(this.#name));
  }

  #valueAt(nowMs: number): number | null {
    switch (this.#condition.measure) {
      case "in_flight":
        return this.upstreams.reduce((sum, { inFlight }) => sum + inFlight, 0);
      case "quota_used":
        return most(this.upstreams.flatMap(({ usage }) => [...minuteShares(usage, nowMs)]));
      case "spend_used":
        return spendShare(this.routeUsage, nowMs);
      default:
        return this.gauge?.valueAt(nowMs) ?? null;
    }
  }
}

const gaugeName = (name: string): string => name.replace(/^rule\|/, "gauge|");

const most = (shares: readonly number[]): number | null => (shares.length === 0 ? null : Math.max(...shares));

/** Of the requests and the tokens of a minute, as far as they are limited. */
function* minuteShares(usage: ScopeUsage, nowMs: number): Iterable<number> {
  for (const { limit, share } of usage.usedShares(nowMs)) {
    if (limit !== "requestsPerMinute" && limit !== "tokensPerMinute") continue;
    const meter = limit === "requestsPerMinute" ? usage.requests : usage.tokens;
    const takenByAll = meter !== null && !meter.share.moreToCome && meter.usedAt(nowMs) >= meter.share.allowance;
    yield takenByAll ? Math.max(1, share) : share;
  }
}

function spendShare(usage: ScopeUsage | null, nowMs: number): number | null {
  const spend = usage?.usedShares(nowMs).find(({ limit }) => limit === "spend");
  if (!usage || !spend) return null;
  return usage.spentAt(nowMs) ? Math.max(1, spend.share) : spend.share;
}
