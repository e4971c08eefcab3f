import { EventHeap } from "./event-heap.ts";
import { EventLine } from "./event-line.ts";

/** Where the heap stands among the lines. */
const heap = 0;

/**
 * What is to happen, earliest first; of the same moment, in the order in which it was planned. An event is a kind and two
 * whole numbers. Most are planned as far ahead as many others — by a network's way, an interval, a timeout — and stand in
 * line with those, in order as they come: only the rest needs a heap.
 */
export class EventQueue {
  readonly #heap = new EventHeap();
  /** The first stays empty. */
  readonly #lines: EventLine[] = [new EventLine()];
  /** How far ahead the events of each line are planned. */
  readonly #delays: number[] = [Number.NaN];
  /** Time and order of the first of each line; Infinity where nobody stands. */
  readonly #times: number[] = [Number.POSITIVE_INFINITY];
  readonly #orders: number[] = [0];
  /** Line of the earliest. */
  #next = heap;
  #length = 0;
  #planned = 0;
  /** Of the event taken last. */
  timeMs = 0;
  kind = 0;
  first = 0;
  second = 0;

  get length(): number {
    return this.#length;
  }

  /** Time of the earliest; Infinity when there is none. */
  get nextMs(): number {
    return this.#times[this.#next]!;
  }

  /** Many events will be planned that far ahead. */
  expect(delayMs: number): void {
    if (this.#delays.includes(delayMs)) return;
    this.#lines.push(new EventLine());
    this.#delays.push(delayMs);
    this.#times.push(Number.POSITIVE_INFINITY);
    this.#orders.push(0);
  }

  /** `nowMs` never goes back. */
  planIn(delayMs: number, nowMs: number, kind: number, first: number, second: number): void {
    let line = this.#delays.length - 1;
    while (line > heap && this.#delays[line] !== delayMs) line--;
    if (line === heap) return this.plan(nowMs + delayMs, kind, first, second);
    const order = this.#planned++;
    this.#lines[line]!.add(nowMs + delayMs, order, kind, first, second);
    this.#added(line, nowMs + delayMs, order);
  }

  plan(timeMs: number, kind: number, first: number, second: number): void {
    const order = this.#planned++;
    this.#heap.add(timeMs, order, kind, first, second);
    this.#added(heap, timeMs, order);
  }

  /** Takes the earliest out into `timeMs`, `kind`, `first` and `second`. */
  take(): void {
    const line = this.#next;
    this.timeMs = this.#times[line]!;
    if (line === heap) this.#takeFrom(heap, this.#heap);
    else this.#takeFrom(line, this.#lines[line]!);
    this.#length--;
    this.#next = this.#earliest();
  }

  #takeFrom(line: number, events: EventHeap | EventLine): void {
    this.kind = events.kind;
    this.first = events.first;
    this.second = events.second;
    events.removeFirst();
    this.#times[line] = events.timeMs;
    this.#orders[line] = events.order;
  }

  #added(line: number, timeMs: number, order: number): void {
    this.#length++;
    if (timeMs >= this.#times[line]!) return;
    this.#times[line] = timeMs;
    this.#orders[line] = order;
    // What was planned before goes first in the same moment.
    if (timeMs < this.#times[this.#next]!) this.#next = line;
  }

  #earliest(): number {
    const times = this.#times;
    let earliest = heap;
    for (let line = 1; line < times.length; line++) {
      if (times[line]! > times[earliest]!) continue;
      if (times[line] === times[earliest] && this.#orders[line]! > this.#orders[earliest]!) continue;
      earliest = line;
    }
    return earliest;
  }
}
