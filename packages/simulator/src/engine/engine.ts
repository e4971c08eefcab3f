import { AlikeSteps } from "./alike-steps.ts";
import type { EngineModel } from "./engine-model.ts";
import { KvCache } from "./kv-cache.ts";
import { SequenceMemory } from "./sequence-memory.ts";
import { noBlocks, Sequence } from "./sequence.ts";
import { WaitingLine } from "./waiting-line.ts";

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
 *
 * While nothing is prefilled and nobody is done, steps differ only by the tokens they read, one more for each sequence: any
 * number of them is skipped at the cost of one. No step costs more for the sequences that only decode in it.
 */
export class Engine {
  readonly #model: EngineModel;
  readonly #seats: number;
  readonly #jitter: () => number;
  readonly #cache: KvCache;
  readonly #memory: SequenceMemory;
  readonly #waiting = new WaitingLine();
  readonly #byId = new Map<number, Sequence>();
  /** Oldest first. */
  readonly #running: Sequence[] = [];
  readonly #prefilling: Sequence[] = [];
  #decoding = 0;
  /** Tokens that the decoding sequences read in a step. */
  #kvRead = 0;
  #step = 0;
  #preemptions = 0;
  #nextId = 1;
  readonly #steps = new AlikeSteps();
  readonly #firstTokens: number[] = [];
  readonly #firstCachedTokens: number[] = [];
  readonly #finished: number[] = [];

  /**
   * @param jitter factor on a step's duration, drawn anew for each that is begun; by default none
   * @param blockTokens of the blocks whose hashes `submit` is given; 0: it is given none
   */
  constructor(model: EngineModel, jitter: () => number = () => 1, blockTokens = 0) {
    this.#model = model;
    this.#seats = Math.min(model.maxSequences, model.maxBatchTokens);
    this.#jitter = jitter;
    this.#cache = new KvCache(model.kvTokens, blockTokens);
    this.#memory = new SequenceMemory(this.#cache);
  }

  /**
   * Queues a request and answers its id; null when it could never fit into the KV cache.
   *
   * @param blocks hash of all up to the end of each whole block: of the prompt, and then of the reply where it is known
   */
  submit(promptTokens: number, outputTokens: number, blocks = noBlocks): number | null {
    if (promptTokens + outputTokens > this.#model.kvTokens) return null;
    const sequence = new Sequence(this.#nextId++, Math.max(1, promptTokens), Math.max(1, outputTokens), blocks);
    this.#waiting.add(sequence);
    this.#byId.set(sequence.id, sequence);
    return sequence.id;
  }

  /** Takes a request out, also in the middle of a step, which lasts as long as it would have; unknown and finished ids do nothing. */
  cancel(id: number): void {
    const sequence = this.#byId.get(id);
    if (!sequence) return;
    this.#byId.delete(id);
    if (this.#waiting.remove(sequence)) return;
    // What the step under way has taken for its next token is given back too.
    if (this.#steps.left > 0 && sequence.decoding) this.#cache.give(1);
    this.#leave(sequence);
    this.#steps.endAfterThis();
  }

  /** Everything it holds is gone, as after a crash: requests, and what was kept of earlier ones. */
  clear(): void {
    for (const id of this.#byId.keys()) this.cancel(id);
    this.#cache.forget();
    this.#steps.end();
  }

  get running(): number {
    return this.#running.length;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** 0..1 */
  get kvUsage(): number {
    return this.kvUsageAfter(0);
  }

  /** The same when the first `steps` of those that are alike have passed. */
  kvUsageAfter(steps: number): number {
    return (this.#cache.used + this.#decoding * steps) / this.#model.kvTokens;
  }

  get preemptions(): number {
    return this.#preemptions;
  }

  get load() {
    const { running, waiting, kvUsage, preemptions } = this;
    return { running, waiting, kvUsage, preemptions };
  }

  /** How many of the first `upTo` blocks are in the KV cache, without a gap. */
  cachedBlocks(blocks: ArrayLike<number>, upTo: number): number {
    return this.#cache.known(blocks, upTo);
  }

  /** Ids whose first token the last step brought. Good until the next step ends. */
  get firstTokens(): readonly number[] {
    return this.#firstTokens;
  }

  /** Tokens of the prompts of `firstTokens` that were found in the KV cache when they were first taken in. */
  get firstCachedTokens(): readonly number[] {
    return this.#firstCachedTokens;
  }

  /** Ids whose last token the last step brought. Good until the next step ends. */
  get finished(): readonly number[] {
    return this.#finished;
  }

  /** Composes the next batch and answers the step's duration in ms; null when there is nothing to do. */
  beginStep(): number | null {
    if (this.#steps.left > 0) throw new Error("A step is under way: end it first.");
    if (this.#running.length === 0 && this.#waiting.length === 0) return null;
    while (!this.#cache.hasRoom(this.#decoding)) this.#preemptNewest();
    this.#cache.take(this.#decoding);
    const decodes = this.#decoding;
    const prefillTokens = this.#schedulePrefills(this.#model.maxBatchTokens - decodes);
    const { baseMs, perPrefillTokenMs, perDecodeSequenceMs, perKvTokenMs } = this.#model;
    const factor = this.#jitter();
    const decodeMs = perDecodeSequenceMs * decodes + perKvTokenMs * this.#kvRead;
    const stepMs = (baseMs + perPrefillTokenMs * prefillTokens + decodeMs) * factor;
    this.#steps.begin(prefillTokens > 0 ? 1 : this.#stepsAlike(), stepMs, perKvTokenMs * decodes * factor);
    return stepMs;
  }

  /** Steps from the one under way in which nobody comes, goes or is prefilled, unless the queue gets longer. */
  get alike(): number {
    return this.#steps.left;
  }

  /** Duration in ms of the first `steps` of those that are alike. */
  msOf(steps: number): number {
    return this.#steps.msOf(steps);
  }

  /** How many of the steps that are alike have ended `ms` after the first began; the last of them never has. */
  endedWithin(ms: number): number {
    return this.#steps.endedWithin(ms);
  }

  /** Lets the first `steps` of those that are alike pass; one of them is under way afterwards. */
  skip(steps: number): void {
    if (steps <= 0) return;
    this.#steps.pass(steps);
    const tokens = this.#decoding * steps;
    this.#cache.take(tokens);
    this.#kvRead += tokens;
    this.#step += steps;
  }

  /** Applies the step under way. What it brought stands in `firstTokens` and `finished`. */
  applyStep(): void {
    this.#steps.end();
    this.#step++;
    this.#kvRead += this.#decoding;
    this.#firstTokens.length = 0;
    this.#firstCachedTokens.length = 0;
    this.#finished.length = 0;
    if (this.#decoding > 0) this.#finishDecodes();
    for (const sequence of this.#prefilling) this.#prefilled(sequence);
    this.#prefilling.length = 0;
  }

  /** The same, with all who gained a token. */
  endStep(): StepResult {
    this.applyStep();
    const gained = this.#running.filter((sequence) => sequence.decoding).map(({ id }) => id);
    return { tokens: [...gained, ...this.#finished].sort((a, b) => a - b), finished: [...this.#finished] };
  }

  /** Until the first is done, or the KV cache is full. */
  #stepsAlike(): number {
    if (this.#decoding === 0) return 1;
    let done = Number.POSITIVE_INFINITY;
    for (const sequence of this.#running) if (sequence.decoding) done = Math.min(done, sequence.doneAfterStep);
    const room = Math.floor((this.#model.kvTokens - this.#cache.used) / this.#decoding);
    return Math.max(1, Math.min(done - this.#step, 1 + room));
  }

  #schedulePrefills(budget: number): number {
    let left = budget;
    if (this.#running.length > this.#decoding) {
      for (const sequence of this.#running) {
        if (left === 0) break;
        if (!sequence.decoding) left -= this.#schedule(sequence, left);
      }
    }
    while (left > 0 && this.#running.length < this.#seats) {
      const next = this.#waiting.first;
      if (!next || !this.#memory.takeIn(next, this.#step)) break;
      this.#waiting.shift();
      this.#running.push(next);
      left -= this.#schedule(next, left);
    }
    return budget - left;
  }

  #schedule(sequence: Sequence, budget: number): number {
    sequence.scheduled = Math.min(budget, sequence.contextAt(this.#step) - sequence.computed);
    this.#prefilling.push(sequence);
    return sequence.scheduled;
  }

  #prefilled(sequence: Sequence): void {
    // It may have left in the middle of the step.
    if (sequence.scheduled === 0) return;
    sequence.computed += sequence.scheduled;
    sequence.scheduled = 0;
    this.#memory.keepBlocks(sequence, sequence.computed);
    if (sequence.computed < sequence.contextAt(this.#step)) return;
    if (sequence.generatedAt(this.#step) === 0) {
      this.#firstTokens.push(sequence.id);
      this.#firstCachedTokens.push(sequence.cachedTokens);
    }
    sequence.beginDecoding(this.#step);
    this.#decoding++;
    this.#kvRead += sequence.computed;
    if (sequence.doneAfterStep <= this.#step) this.#finish(sequence);
  }

  #finishDecodes(): void {
    for (let at = 0; at < this.#running.length; ) {
      const sequence = this.#running[at]!;
      if (sequence.decoding && sequence.doneAfterStep <= this.#step) this.#finish(sequence);
      else at++;
    }
  }

  #finish(sequence: Sequence): void {
    this.#finished.push(sequence.id);
    this.#byId.delete(sequence.id);
    // The newest token was never computed.
    this.#memory.keepBlocks(sequence, sequence.contextAt(this.#step) - 1);
    this.#leave(sequence);
  }

  #preemptNewest(): void {
    const newest = this.#running.at(-1);
    if (!newest) throw new Error("Memory is held by nobody.");
    this.#leave(newest);
    newest.forgetComputed(this.#step);
    this.#waiting.addFirst(newest);
    this.#preemptions++;
  }

  /** Takes it out of the batch and frees its memory. */
  #leave(sequence: Sequence): void {
    this.#running.splice(this.#running.lastIndexOf(sequence), 1);
    sequence.scheduled = 0;
    if (sequence.decoding) {
      this.#decoding--;
      this.#kvRead -= sequence.contextAt(this.#step) - 1;
    }
    this.#memory.free(sequence, this.#step);
  }
}
