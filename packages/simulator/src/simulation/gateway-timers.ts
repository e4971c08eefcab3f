import { timer } from "./event-kinds.ts";
import type { EventQueue } from "./event-queue.ts";

/** Calls that gateways have asked to be made later. */
export class GatewayTimers {
  readonly #queue: EventQueue;
  readonly #calls: (((nowMs: number) => void) | null)[] = [];
  readonly #gateways: number[] = [];
  readonly #free: number[] = [];

  constructor(queue: EventQueue) {
    this.#queue = queue;
  }

  begin(gateway: number, delayMs: number, nowMs: number, call: (nowMs: number) => void): void {
    const slot = this.#free.pop() ?? this.#calls.length;
    this.#calls[slot] = call;
    this.#gateways[slot] = gateway;
    this.#queue.planIn(delayMs, nowMs, timer, slot, 0);
  }

  /** Answers the gateway. */
  ring(slot: number, nowMs: number): number {
    const call = this.#calls[slot]!;
    this.#calls[slot] = null;
    this.#free.push(slot);
    call?.(nowMs);
    return this.#gateways[slot]!;
  }
}
