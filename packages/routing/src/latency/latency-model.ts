import type { Outcome } from "../outcome.ts";
import type { LatencyForecast } from "../policies/policy.ts";
import { PeakFit } from "./peak-fit.ts";

/** Time per output token where only the time to the first one is known. */
const assumedPerTokenMs = 20;

/** Work of a prompt token against that of an output token: prefill is about 200 times as fast as decoding. */
const promptTokenWork = 1 / 200;

/** What one upstream's replies taught about its speed: TTFT and time per output token from streams, the whole from others. */
export class LatencyModel implements LatencyForecast {
  readonly #firstToken: PeakFit;
  readonly #perToken: PeakFit;
  readonly #whole: PeakFit;

  static readonly initial: readonly number[] = [...PeakFit.initial, ...PeakFit.initial, ...PeakFit.initial];

  constructor(numbers: Float64Array = Float64Array.from(LatencyModel.initial)) {
    const { length } = PeakFit.initial;
    const part = (index: number) => numbers.subarray(index * length, (index + 1) * length);
    this.#firstToken = new PeakFit({ priorSlope: 0.1, priorStrength: 1_000_000 }, part(0));
    this.#perToken = new PeakFit({ priorSlope: 0, priorStrength: 1 }, part(1));
    this.#whole = new PeakFit({ priorSlope: assumedPerTokenMs, priorStrength: 100_000 }, part(2));
  }

  learnFirstToken(inputTokens: number, firstTokenMs: number, nowMs: number): void {
    this.#firstToken.observe(inputTokens, firstTokenMs, nowMs);
  }

  /** Learns from an outcome. `firstTokenLearnt`: that of this attempt was taught when it came. */
  learn(outcome: Outcome, inputTokens: number, firstTokenLearnt: boolean, nowMs: number): void {
    if (outcome.kind === "completed") {
      if (outcome.stream) this.#learnStream(outcome, firstTokenLearnt, nowMs);
      else this.#whole.observe(workOf(outcome.inputTokens, outcome.outputTokens), outcome.durationMs, nowMs);
    } else if (outcome.kind === "failed" && outcome.cause === "first_token_timeout") {
      // A fast failure says nothing about speed; one that waited in vain does.
      this.#firstToken.observeAtLeast(inputTokens, outcome.durationMs, nowMs);
    } else if (outcome.kind === "cancelled" && outcome.outrunBy && !firstTokenLearnt) {
      // One that was asked late may be the fastest of all: where nothing else is known of it, this is not taken for its speed.
      if (outcome.outrunBy === "hedge" || this.#firstToken.trained)
        this.#firstToken.observeAtLeast(inputTokens, outcome.durationMs, nowMs);
    }
  }

  predict(stream: boolean, inputTokens: number, outputTokens: number, nowMs: number): number | null {
    if (this.#whole.trained && !(stream && this.#firstToken.trained)) {
      return this.#whole.predict(workOf(inputTokens, outputTokens), nowMs);
    }
    if (!this.#firstToken.trained) return null;
    const perTokenMs = this.#perToken.trained ? this.#perToken.predict(0, nowMs) : assumedPerTokenMs;
    return this.#firstToken.predict(inputTokens, nowMs) + outputTokens * perTokenMs;
  }

  firstToken(inputTokens: number, nowMs: number): number | null {
    return this.#firstToken.trained ? this.#firstToken.predict(inputTokens, nowMs) : null;
  }

  firstTokenP95(inputTokens: number, nowMs: number): number | null {
    return this.#firstToken.trained ? this.#firstToken.p95(inputTokens, nowMs) : null;
  }

  responseP95(stream: boolean, inputTokens: number, outputTokens: number, nowMs: number): number | null {
    if (this.#whole.trained && !(stream && this.#firstToken.trained))
      return this.#whole.p95(workOf(inputTokens, outputTokens), nowMs);
    if (!this.#firstToken.trained) return null;
    const perTokenMs = this.#perToken.trained ? this.#perToken.p95(0, nowMs) : assumedPerTokenMs;
    return this.#firstToken.p95(inputTokens, nowMs) + outputTokens * perTokenMs;
  }

  firstTokenMsAt(nowMs: number): number | null {
    return this.#firstToken.typicalAt(nowMs);
  }

  perTokenMsAt(nowMs: number): number | null {
    return this.#perToken.typicalAt(nowMs);
  }

  #learnStream(outcome: Extract<Outcome, { kind: "completed" }>, firstTokenLearnt: boolean, nowMs: number): void {
    const { firstTokenMs, durationMs, inputTokens, outputTokens } = outcome;
    if (firstTokenMs === null) return;
    if (!firstTokenLearnt) this.#firstToken.observe(inputTokens, firstTokenMs, nowMs);
    if (outputTokens < 2) return;
    this.#perToken.observe(0, Math.max(0, durationMs - firstTokenMs) / (outputTokens - 1), nowMs);
  }
}

const workOf = (inputTokens: number, outputTokens: number): number => outputTokens + inputTokens * promptTokenWork;
