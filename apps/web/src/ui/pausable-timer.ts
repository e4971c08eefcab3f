/** Runs something once after `ms` of time in which nobody paused it. */
export class PausableTimer {
  readonly #run: () => void;
  #leftMs: number;
  #startedMs: number | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #cancelled = false;

  constructor(ms: number, run: () => void) {
    this.#leftMs = ms;
    this.#run = run;
    this.resume();
  }

  /** Holds the time that is left. */
  pause(): void {
    if (this.#startedMs === null) return;
    clearTimeout(this.#timer);
    this.#leftMs -= performance.now() - this.#startedMs;
    this.#startedMs = null;
  }

  /** Goes on with the time that was left; at least a second, so that nothing goes away under a pointer that just left it. */
  resume(): void {
    if (this.#startedMs !== null || this.#cancelled) return;
    this.#leftMs = Math.max(1_000, this.#leftMs);
    this.#startedMs = performance.now();
    this.#timer = setTimeout(this.#run, this.#leftMs);
  }

  /** It will not run any more. */
  cancel(): void {
    this.#cancelled = true;
    clearTimeout(this.#timer);
  }
}
