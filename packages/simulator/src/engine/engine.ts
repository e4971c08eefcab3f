import type { EngineModel } from "./engine-model.ts";
import { Sequence } from "./sequence.ts";

/** What one step of the batch brought. */
export type StepResult = {
  /** Ids of the sequences that gained a token, oldest first. */
  readonly tokens: readonly number[];
  /** Those of them whose token was their last. */
  readonly finished: readonly number[];
};

/**
 * One inference engine with continuous batching, in steps and without a clock: `beginStep` says how long the next step
 * takes, `endStep` what it brought. vLLM's order: decodes first, then prefills under way, then the queue first come first
 * served while token budget, seats and KV cache allow. When the KV cache is full the newest sequence is preempted and
 * computed again later.
 */
export class Engine {
  readonly #model: EngineModel;
  readonly #jitter: () => number;
  #waiting: Sequence[] = [];
  /** Oldest first. */
  #running: Sequence[] = [];
  #usedKv = 0;
  #preemptions = 0;
  #nextId = 1;
  #stepping = false;

  /** @param jitter factor on each step's duration, drawn anew for each; by default none */
  constructor(model: EngineModel, jitter: () => number = () => 1) {
    this.#model = model;
    this.#jitter = jitter;
  }

  /** Queues a request and answers its id; null when it could never fit into the KV cache. */
  submit(promptTokens: number, outputTokens: number): number | null {
    if (promptTokens + outputTokens > this.#model.kvTokens) return null;
    const sequence = new Sequence(this.#nextId++, Math.max(1, promptTokens), Math.max(1, outputTokens));
    this.#waiting.push(sequence);
    return sequence.id;
  }

  /** Takes a request out, also in the middle of a step; unknown and finished ids do nothing. */
  cancel(id: number): void {
    const sequence = this.#running.find((one) => one.id === id);
    if (sequence) this.#release(sequence);
    this.#running = this.#running.filter((one) => one.id !== id);
    this.#waiting = this.#waiting.filter((one) => one.id !== id);
  }

  get load() {
    return {
      running: this.#running.length,
      waiting: this.#waiting.length,
      /** 0..1 */
      kvUsage: this.#usedKv / this.#model.kvTokens,
      preemptions: this.#preemptions,
    };
  }

  /** Composes the next batch and answers the step's duration in ms; null when there is nothing to do. */
  beginStep(): number | null {
    if (this.#stepping) throw new Error("A step is under way: end it first.");
    if (this.#running.length === 0 && this.#waiting.length === 0) return null;
    const { decodes, kvRead } = this.#scheduleDecodes();
    const prefillTokens = this.#schedulePrefills(this.#model.maxBatchTokens - decodes);
    this.#stepping = true;
    const { baseMs, perPrefillTokenMs, perDecodeSequenceMs, perKvTokenMs } = this.#model;
    const ms = baseMs + perPrefillTokenMs * prefillTokens + perDecodeSequenceMs * decodes + perKvTokenMs * kvRead;
    return ms * this.#jitter();
  }

  /** Applies the step that `beginStep` composed. */
  endStep(): StepResult {
    this.#stepping = false;
    const tokens: number[] = [];
    const finished: number[] = [];
    for (const sequence of this.#running) {
      if (!sequence.applyStep()) continue;
      tokens.push(sequence.id);
      if (sequence.done) finished.push(sequence.id);
    }
    for (const sequence of this.#running) if (sequence.done) this.#release(sequence);
    if (finished.length > 0) this.#running = this.#running.filter((sequence) => !sequence.done);
    return { tokens, finished };
  }

  #scheduleDecodes(): { decodes: number; kvRead: number } {
    let decodes = 0;
    let kvRead = 0;
    // Preemption takes from the end of this very list while it is walked from the front.
    for (let at = 0; at < this.#running.length; at++) {
      const sequence = this.#running[at];
      if (!sequence?.decoding || decodes === this.#model.maxBatchTokens) continue;
      while (this.#usedKv >= this.#model.kvTokens && this.#running.length > at) this.#preemptNewest();
      if (this.#running.length <= at) break;
      kvRead += sequence.kvTokens;
      this.#reserve(sequence, 1);
      sequence.scheduled = 1;
      decodes++;
    }
    return { decodes, kvRead };
  }

  #schedulePrefills(budget: number): number {
    let left = budget;
    for (const sequence of this.#running) {
      if (sequence.decoding || sequence.scheduled > 0) continue;
      sequence.scheduled = Math.min(left, sequence.toPrefill);
      left -= sequence.scheduled;
    }
    while (left > 0 && this.#running.length < this.#model.maxSequences) {
      const next = this.#waiting[0];
      if (!next || this.#usedKv + next.context > this.#model.kvTokens) break;
      this.#waiting.shift();
      this.#running.push(next);
      this.#reserve(next, next.context);
      next.scheduled = Math.min(left, next.toPrefill);
      left -= next.scheduled;
    }
    return budget - left;
  }

  #preemptNewest(): void {
    const newest = this.#running.pop();
    if (!newest) return;
    this.#release(newest);
    newest.forgetComputed();
    this.#waiting.unshift(newest);
    this.#preemptions++;
  }

  #reserve(sequence: Sequence, tokens: number): void {
    sequence.kvTokens += tokens;
    this.#usedKv += tokens;
  }

  #release(sequence: Sequence): void {
    this.#usedKv -= sequence.kvTokens;
    sequence.kvTokens = 0;
  }
}
