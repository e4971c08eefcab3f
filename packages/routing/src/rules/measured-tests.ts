import { selects } from "../matching/select-upstreams.ts";
import type { ScopeUsage } from "../limits/scope-usage.ts";
import type { MeasuredCondition, Signals } from "../rule-options.ts";
import type { Upstream } from "../routing-table.ts";
import type { StateMemory } from "../state/state-memory.ts";
import { type Measurable, MeasuredTest } from "./measured-test.ts";

type Place = { readonly upstream: Pick<Upstream, "name" | "tags" | "region">; readonly state: Measurable };

/** Whose values a route's rules may measure. */
export type MeasuredPlaces = {
  readonly all: readonly Place[];
  readonly targets: readonly Place[];
  readonly routeUsage: ScopeUsage;
};

/** The conditions of one environment that are measured. One that a change of the config leaves as it was goes on as it was. */
export class MeasuredTests {
  readonly #memory: StateMemory;
  readonly #prefix: string;
  #tests = new Map<string, MeasuredTest>();
  #next = new Map<string, MeasuredTest>();

  constructor(memory: StateMemory, environmentId: string) {
    this.#memory = memory;
    this.#prefix = `rule|${environmentId}|`;
  }

  /** A condition of a table that is being adopted. Equal ones of one route are one. */
  of(condition: MeasuredCondition, route: string, { all, targets, routeUsage }: MeasuredPlaces): MeasuredTest {
    const name = `${this.#prefix}${route}|${JSON.stringify(condition)}`;
    const known = this.#next.get(name);
    if (known) return known;
    const before = this.#tests.get(name);
    const test = before?.held ? before : new MeasuredTest(condition, this.#memory, name);
    if ("of" in condition) {
      const { of } = condition;
      const places = of.names === null ? targets : all;
      test.upstreams = places.filter(({ upstream }) => selects(of, upstream)).map(({ state }) => state);
    }
    test.routeUsage = routeUsage;
    this.#next.set(name, test);
    return test;
  }

  /** The table is adopted: what only the one before had is forgotten. `states`: all that there are. */
  adopted(states: Iterable<Measurable>): void {
    for (const [name, test] of this.#tests) if (!this.#next.has(name)) test.forget();
    for (const state of states) state.gauges = [];
    for (const { gauge, upstreams } of this.#next.values()) {
      if (gauge) for (const state of upstreams) state.gauges = [...state.gauges, gauge];
    }
    this.#tests = this.#next;
    this.#next = new Map();
  }

  /** Each by itself, so that no thread waits for all of them before it decides. */
  look(nowMs: number, signals: Signals): void {
    const { lock } = this.#memory;
    for (const test of this.#tests.values()) {
      lock.take();
      try {
        test.look(nowMs, signals);
      } finally {
        lock.release();
      }
    }
  }
}
