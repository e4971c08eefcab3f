import type { Signals, SignalValue } from "@meridian/routing";

/** More than anybody has rules for; further ones are refused. */
const mostSignals = 256;

export type Signal = { readonly name: string; readonly value: SignalValue; readonly untilMs: number };

/** What outside systems have set, each until its time is up. Of one gateway, for all its environments. */
export class SignalBoard implements Signals {
  readonly #signals = new Map<string, Signal>();

  valueOf(name: string, nowMs: number): SignalValue | null {
    const signal = this.#signals.get(name);
    return signal !== undefined && signal.untilMs > nowMs ? signal.value : null;
  }

  /** False when there are too many. */
  set(signal: Signal, nowMs: number): boolean {
    if (!this.#signals.has(signal.name)) this.#forgetOld(nowMs);
    if (!this.#signals.has(signal.name) && this.#signals.size >= mostSignals) return false;
    this.#signals.set(signal.name, signal);
    return true;
  }

  /** False when there was none. */
  remove(name: string, nowMs: number): boolean {
    const was = this.valueOf(name, nowMs) !== null;
    this.#signals.delete(name);
    return was;
  }

  all(nowMs: number): readonly Signal[] {
    this.#forgetOld(nowMs);
    return [...this.#signals.values()];
  }

  #forgetOld(nowMs: number): void {
    for (const [name, { untilMs }] of this.#signals) if (untilMs <= nowMs) this.#signals.delete(name);
  }
}
