import { type StateMemory, zeros } from "../state/state-memory.ts";

/** How many are remembered: places of one key, times keys that do not share places. */
const ways = 8;
const sets = 2_048;

/** Where a place's numbers stand: whose it is, where its home is, and until when. */
const [keyAt, homeAt, untilAt, ofPlace] = [0, 1, 2, 3] as const;

/**
 * Which upstream each session, user or whatever keeps together was sent to last: 16,384 of an environment at a time, in
 * numbers of fixed size that threads share. Where there are more, those go first that would be forgotten the soonest.
 */
export class AffinityHomes {
  readonly #numbers: Float64Array;

  constructor(memory: StateMemory, name: string) {
    this.#numbers = memory.numbers(name, zeros(sets * ways * ofPlace));
  }

  /** Number of the upstream; 0: nobody remembers. */
  find(key: number, nowMs: number): number {
    const place = this.#placeOf(key);
    return place < 0 || this.#numbers[place + untilAt]! <= nowMs ? 0 : this.#numbers[place + homeAt]!;
  }

  /** Remembers, until then, that it was sent there; 0: wherever it has its home already. */
  settle(key: number, upstream: number, untilMs: number): void {
    const numbers = this.#numbers;
    let place = this.#placeOf(key);
    if (place < 0) {
      if (upstream === 0) return;
      place = this.#soonestForgotten(key);
      numbers[place + keyAt] = key;
    }
    if (upstream !== 0) numbers[place + homeAt] = upstream;
    numbers[place + untilAt] = untilMs;
  }

  #placeOf(key: number): number {
    const first = firstPlace(key);
    for (let place = first; place < first + ways * ofPlace; place += ofPlace) {
      if (this.#numbers[place + keyAt] === key) return place;
    }
    return -1;
  }

  #soonestForgotten(key: number): number {
    const first = firstPlace(key);
    let soonest = first;
    for (let place = first; place < first + ways * ofPlace; place += ofPlace) {
      if (this.#numbers[place + untilAt]! < this.#numbers[soonest + untilAt]!) soonest = place;
    }
    return soonest;
  }
}

const firstPlace = (key: number): number => (key % sets) * ways * ofPlace;
