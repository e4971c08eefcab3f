import { zeros } from "../state/state-memory.ts";

/** More than these are not looked at: who came later is not the oldest before they are gone. */
const places = 128;

/** Where its numbers stand: how many have entered, how many of them are gone from the front, and each place's time and thread. */
const [enteredAt, goneAt, timesAt] = [0, 1, 2] as const;
const threadsAt = timesAt + places;

/**
 * Since when each request waits for its first token, in the order in which they were sent. In numbers of fixed size, so
 * that threads see one line.
 */
export class WaitingLine {
  static readonly initial: readonly number[] = zeros(threadsAt + places);

  readonly #numbers: Float64Array;

  constructor(numbers: Float64Array = Float64Array.from(WaitingLine.initial)) {
    this.#numbers = numbers;
  }

  /** When the oldest of them was sent, epoch ms; null when nobody waits. */
  get oldestMs(): number | null {
    const [entered, gone] = [this.#numbers[enteredAt]!, this.#numbers[goneAt]!];
    return entered === gone ? null : this.#numbers[timesAt + (gone % places)]!;
  }

  /** The place taken, to leave it by; -1 when the line is too long. `thread`: unlike every other's and above 0. */
  enter(nowMs: number, thread: number): number {
    const numbers = this.#numbers;
    const place = numbers[enteredAt]!;
    if (place - numbers[goneAt]! >= places) return -1;
    numbers[timesAt + (place % places)] = nowMs;
    numbers[threadsAt + (place % places)] = thread;
    numbers[enteredAt] = place + 1;
    return place;
  }

  leave(place: number): void {
    const numbers = this.#numbers;
    if (place < numbers[goneAt]! || place >= numbers[enteredAt]!) return;
    numbers[threadsAt + (place % places)] = 0;
    this.#advance();
  }

  /** A thread has broken: nobody of its requests waits any more. */
  loseThread(thread: number): void {
    const numbers = this.#numbers;
    for (let place = numbers[goneAt]!; place < numbers[enteredAt]!; place++) {
      if (numbers[threadsAt + (place % places)] === thread) numbers[threadsAt + (place % places)] = 0;
    }
    this.#advance();
  }

  #advance(): void {
    const numbers = this.#numbers;
    let gone = numbers[goneAt]!;
    while (gone < numbers[enteredAt]! && numbers[threadsAt + (gone % places)] === 0) gone++;
    numbers[goneAt] = gone;
  }
}
