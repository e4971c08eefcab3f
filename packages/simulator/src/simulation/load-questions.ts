import type { LoadWatch, LoadWatcher } from "./simulated-router.ts";

type Load = { running: number; waiting: number; kvUsage: number };

/** What is asked. */
export type LoadSource = {
  /** Its load at any time since it last changed, into `load`; false when it does not answer. */
  readLoad(load: Load, atMs: number): boolean;
};

/**
 * One gateway that asks one upstream for its load over and over. There are many more such questions than requests, so none
 * of them is an event: what was asked, read and answered is made up for before either side changes, each as it was at its
 * time, and of answers that came while nothing changed only the last is made out.
 */
export class LoadQuestions implements LoadWatch {
  readonly #upstream: number;
  readonly #source: LoadSource;
  readonly #everyMs: number;
  /** One way. */
  readonly #wayMs: number;
  readonly #watcher: LoadWatcher;
  /** Questions on their way or being answered, in their order: as many as an answer may be behind, in a ring whose length is a power of 2. */
  readonly #mask: number;
  readonly #marks: number[];
  readonly #loads: Load[];
  readonly #answers: boolean[];
  #asked = 0;
  #read = 0;
  #answered = 0;
  /** When the next is asked, the next of those is read, and the next of those is answered. */
  #askMs: number;
  #readMs: number;
  #answerMs: number;
  /** Before, nothing happens. */
  #nextMs: number;
  #last: Load = { running: 0, waiting: 0, kvUsage: 0 };
  #spare: Load = { running: 0, waiting: 0, kvUsage: 0 };
  #lastMark = 0;
  #lastReadMs = 0;
  #isNew = false;

  constructor(
    upstream: number,
    source: LoadSource,
    firstMs: number,
    everyMs: number,
    wayMs: number,
    watcher: LoadWatcher,
  ) {
    this.#upstream = upstream;
    this.#source = source;
    this.#everyMs = everyMs;
    this.#wayMs = wayMs;
    this.#watcher = watcher;
    const room = 2 ** Math.ceil(Math.log2(Math.ceil((2 * wayMs) / everyMs) + 2));
    this.#mask = room - 1;
    this.#loads = Array.from({ length: room }, () => ({ running: 0, waiting: 0, kvUsage: 0 }));
    this.#marks = this.#loads.map(() => 0);
    this.#answers = this.#loads.map(() => false);
    this.#askMs = this.#nextMs = firstMs;
    this.#readMs = firstMs + wayMs;
    this.#answerMs = firstMs + 2 * wayMs;
  }

  catchUp(nowMs: number): void {
    if (nowMs < this.#nextMs) return;
    const mark = this.#watcher.markOf(this.#upstream);
    while (this.#answerMs <= nowMs) {
      if (this.#asked === this.#answered) this.#answerLast(mark, nowMs);
      else this.#answerNext(mark);
    }
    while (this.#readMs <= nowMs) this.#readNext(mark);
    while (this.#askMs <= nowMs) this.#askNext(mark);
    this.#nextMs = Math.min(this.#askMs, this.#readMs, this.#answerMs);
  }

  beforeSourceChanges(nowMs: number): void {
    if (nowMs >= this.#readMs) this.catchUp(nowMs);
  }

  look(nowMs: number): void {
    this.catchUp(nowMs);
    if (!this.#isNew) return;
    this.#isNew = false;
    this.#watcher.answered(this.#upstream, this.#last, this.#lastMark, this.#lastReadMs);
  }

  /**
   * The next is not asked yet: of those that are answered by now all but the last are left out, for what is down stays down
   * until it changes. That one is asked, read and answered at once, past the ring: so are most.
   */
  #answerLast(mark: number, nowMs: number): void {
    const everyMs = this.#everyMs;
    let [askMs, readMs, answerMs] = [this.#askMs, this.#readMs, this.#answerMs];
    while (answerMs + everyMs <= nowMs) {
      askMs += everyMs;
      readMs += everyMs;
      answerMs += everyMs;
    }
    const read = this.#spare;
    if (this.#source.readLoad(read, readMs)) {
      this.#spare = this.#last;
      this.#last = read;
      this.#lastMark = mark;
      this.#lastReadMs = answerMs - this.#wayMs;
      this.#isNew = true;
    }
    this.#askMs = askMs + everyMs;
    this.#readMs = readMs + everyMs;
    this.#answerMs = answerMs + everyMs;
  }

  #askNext(mark: number): void {
    this.#marks[this.#asked++ & this.#mask] = mark;
    this.#askMs += this.#everyMs;
  }

  #readNext(mark: number): void {
    if (this.#asked === this.#read) this.#askNext(mark);
    const at = this.#read++ & this.#mask;
    this.#answers[at] = this.#source.readLoad(this.#loads[at]!, this.#readMs);
    this.#readMs += this.#everyMs;
  }

  #answerNext(mark: number): void {
    if (this.#read === this.#answered) this.#readNext(mark);
    const at = this.#answered++ & this.#mask;
    if (this.#answers[at]) {
      const { running, waiting, kvUsage } = this.#loads[at]!;
      this.#last.running = running;
      this.#last.waiting = waiting;
      this.#last.kvUsage = kvUsage;
      this.#lastMark = Math.max(this.#marks[at]!, mark);
      this.#lastReadMs = this.#answerMs - this.#wayMs;
      this.#isNew = true;
    }
    this.#answerMs += this.#everyMs;
  }
}
