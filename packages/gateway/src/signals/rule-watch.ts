import type { Signals } from "@meridian/routing";
import type { Logger } from "pino";
import type { ActiveEnvironment } from "../environments/active-environment.ts";
import { faultOf } from "../server/fault.ts";

/** Conditions begin and cease to hold within this time. */
const everyMs = 250;

export type RuleWatchParts = {
  readonly registry: { all(): Iterable<Pick<ActiveEnvironment, "state">> };
  readonly signals: Signals;
  readonly clock: () => number;
  readonly log: Logger;
};

/** Looks in the background at what rules measure. Requests read what it found; in one thread, whatever threads serve. */
export class RuleWatch {
  readonly #parts: RuleWatchParts;
  #timer: NodeJS.Timeout | null = null;

  constructor(parts: RuleWatchParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#timer ??= setInterval(() => this.#look(), everyMs);
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }

  #look(): void {
    const { registry, signals, clock, log } = this.#parts;
    for (const { state } of registry.all()) {
      try {
        state.lookAtRules(clock(), signals);
      } catch (error) {
        log.error(faultOf(error), "the conditions of rules could not be looked at");
      }
    }
  }
}
