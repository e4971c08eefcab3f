import type { Engine } from "../engine/engine.ts";

/**
 * Told what an engine brought for one request since the last tick, and how many tokens of its prompt were found in the KV
 * cache.
 */
export type TokenListener = (tokens: number, finished: boolean, cachedTokens: number) => void;

type Submitted = { readonly listener: TokenListener; cachedTokens: number };

/** Steps after which other work of the process gets its turn, for engines that run much faster than real time. */
const maxStepsPerTick = 64;

/**
 * Runs an `Engine` in real time. Steps that are due are taken together, so that the tokens of a fast engine cost one
 * write a tick; a late timer never slows the engine down, since each step ends relative to the one before.
 */
export class EngineClock {
  readonly #engine: Engine;
  readonly #factor: () => number;
  readonly #submitted = new Map<number, Submitted>();
  #timer: NodeJS.Timeout | NodeJS.Immediate | null = null;
  #stepEndsMs = 0;
  #steps = 0;

  /** @param factor real milliseconds for each of the engine's, read anew for each step */
  constructor(engine: Engine, factor: () => number) {
    this.#engine = engine;
    this.#factor = factor;
  }

  /** Steps that have ended. */
  get steps(): number {
    return this.#steps;
  }

  /**
   * Queues a request and answers its id; null when the engine can never hold it.
   *
   * @param blocks as the engine's `submit` takes them
   */
  submit(
    promptTokens: number,
    outputTokens: number,
    blocks: ArrayLike<number>,
    listener: TokenListener,
  ): number | null {
    const id = this.#engine.submit(promptTokens, outputTokens, blocks);
    if (id === null) return null;
    this.#submitted.set(id, { listener, cachedTokens: 0 });
    if (!this.#timer) this.#begin(performance.now());
    return id;
  }

  cancel(id: number): void {
    this.#engine.cancel(id);
    this.#submitted.delete(id);
  }

  /** Everything the engine holds is gone. The step under way brings nobody anything. */
  crash(): void {
    this.#submitted.clear();
    this.#engine.clear();
  }

  #begin(fromMs: number): void {
    const stepMs = this.#engine.beginStep();
    if (stepMs === null) {
      this.#timer = null;
      return;
    }
    this.#stepEndsMs = fromMs + stepMs * this.#factor();
    const waitMs = this.#stepEndsMs - performance.now();
    this.#timer = waitMs > 0 ? setTimeout(this.#tick, waitMs) : setImmediate(this.#tick);
  }

  readonly #tick = (): void => {
    const nowMs = performance.now();
    const gained = new Map<number, number>();
    const finished = new Set<number>();
    for (let steps = 1; ; steps++) {
      const result = this.#engine.endStep();
      this.#steps++;
      this.#noteCached();
      for (const id of result.tokens) gained.set(id, (gained.get(id) ?? 0) + 1);
      for (const id of result.finished) finished.add(id);
      const stepMs = steps < maxStepsPerTick ? this.#engine.beginStep() : null;
      if (stepMs === null) break;
      this.#stepEndsMs += stepMs * this.#factor();
      if (this.#stepEndsMs > nowMs) {
        this.#timer = setTimeout(this.#tick, this.#stepEndsMs - nowMs);
        this.#tell(gained, finished);
        return;
      }
    }
    this.#timer = null;
    this.#tell(gained, finished);
    // A listener may have queued more and begun the next step already.
    if (!this.#timer) this.#begin(this.#stepEndsMs);
  };

  #tell(gained: ReadonlyMap<number, number>, finished: ReadonlySet<number>): void {
    for (const [id, tokens] of gained) {
      const submitted = this.#submitted.get(id);
      const done = finished.has(id);
      if (done) this.#submitted.delete(id);
      submitted?.listener(tokens, done, submitted.cachedTokens);
    }
  }

  #noteCached(): void {
    const { firstTokens, firstCachedTokens } = this.#engine;
    for (const [at, id] of firstTokens.entries()) {
      const submitted = this.#submitted.get(id);
      if (submitted) submitted.cachedTokens = firstCachedTokens[at]!;
    }
  }
}
