import { zeros } from "../state/state-memory.ts";
import { LimitShare } from "./limit-share.ts";

const minuteMs = 60_000;
const slotMs = 250;
/** One more than a minute has: what came last in a slot is younger than the slot by almost its width. */
const slots = minuteMs / slotMs + 1;

/** Where the total and the latest slot's number stand, before the slots themselves. */
const total = 0;
const latest = 1;
const ofShare = 2;
const first = ofShare + LimitShare.length;

/**
 * Counts an amount over the last minute, in slots of 250 ms. A slot leaves when all of it is more than 60 s old: in any
 * 60 s no more is let in than a limit says, and what was let in counts for up to 250 ms longer than it must. All its
 * numbers stand in one array of fixed size, so that it can lie in memory that threads share.
 */
export class MinuteMeter {
  readonly #numbers: Float64Array;
  readonly share: LimitShare;

  /** What the numbers are when nothing was counted yet, in a gateway alone or in one that shares the limit. */
  static initial(shared = false): readonly number[] {
    return [0, 0, ...LimitShare.initial(shared), ...zeros(slots)];
  }

  constructor(numbers: Float64Array = Float64Array.from(MinuteMeter.initial())) {
    this.#numbers = numbers;
    this.share = new LimitShare(numbers, ofShare);
  }

  /** What counts at this moment. */
  usedAt(nowMs: number): number {
    this.#advance(nowMs);
    return this.#numbers[total]!;
  }

  /**
   * ms until `amount` more stays within `limit`: 0 when it does now; null when it never will, being more than the limit
   * itself.
   */
  waitMs(amount: number, limit: number, nowMs: number): number | null {
    const used = this.usedAt(nowMs);
    const most = Math.min(limit, this.share.allowance);
    if (used + amount <= most) return 0;
    if (amount > limit) return null;
    const waitMs = this.#untilFreed(used + amount - most, nowMs);
    return used + amount <= limit ? this.share.refuse(amount, waitMs) : waitMs;
  }

  add(amount: number, nowMs: number): void {
    this.#advance(nowMs);
    this.#put(this.#numbers[latest]!, amount);
  }

  /** Corrects by `amount`, which may be negative, what was added at `atMs`. What has left the minute stays as it was. */
  correct(amount: number, atMs: number, nowMs: number): void {
    this.#advance(nowMs);
    const slot = Math.floor(atMs / slotMs);
    if (slot > this.#numbers[latest]! - slots) this.#put(slot, amount);
  }

  /** When each amount that still counts was added, to the slot, oldest first. */
  export(nowMs: number): (readonly [atMs: number, amount: number])[] {
    this.#advance(nowMs);
    if (this.#numbers[total] === 0) return [];
    const newest = this.#numbers[latest]!;
    const entries: (readonly [number, number])[] = [];
    for (let slot = newest - slots + 1; slot <= newest; slot++) {
      const amount = this.#numbers[first + modulo(slot)]!;
      if (amount !== 0) entries.push([slot * slotMs, amount]);
    }
    return entries;
  }

  /** Takes in what another one, or an earlier run, has counted. */
  import(entries: readonly (readonly [atMs: number, amount: number])[], nowMs: number): void {
    for (const [atMs, amount] of entries) if (atMs <= nowMs) this.correct(amount, atMs, nowMs);
  }

  #put(slot: number, amount: number): void {
    this.#numbers[first + modulo(slot)]! += amount;
    this.#numbers[total]! += amount;
  }

  #untilFreed(excess: number, nowMs: number): number {
    const newest = this.#numbers[latest]!;
    let freed = 0;
    for (let slot = newest - slots + 1; slot <= newest; slot++) {
      freed += this.#numbers[first + modulo(slot)]!;
      if (freed >= excess) return (slot + slots) * slotMs - nowMs;
    }
    return minuteMs;
  }

  /** Lets go of the slots that have left the minute. A clock that stands or goes back changes nothing. */
  #advance(nowMs: number): void {
    const numbers = this.#numbers;
    const slot = Math.floor(nowMs / slotMs);
    const before = numbers[latest]!;
    if (slot <= before) return;
    numbers[latest] = slot;
    if (slot - before >= slots) {
      numbers.fill(0, first);
      numbers[total] = 0;
      return;
    }
    for (let gone = before + 1; gone <= slot; gone++) {
      const at = first + modulo(gone);
      numbers[total]! -= numbers[at]!;
      numbers[at] = 0;
    }
  }
}

const modulo = (slot: number): number => ((slot % slots) + slots) % slots;
