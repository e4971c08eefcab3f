import type { Outcome } from "../outcome.ts";
import { fadesMs, LogRatio } from "./log-ratio.ts";
import { WaitingLine } from "./waiting-line.ts";

/** From sending to the first token of a prompt of no length, before observations say better. */
const assumedBaseMs = 15;
const mostBaseMs = 2_000;

/** ms per output token: alone, and more for each request beside it. */
export const [decodeMs, decodeMsBeside] = [11, 0.12] as const;

/** Weight of one observation. Slowness is believed faster than its end. */
const [riseWeight, fallWeight] = [0.15, 0.05] as const;

/** Prompts that are expected to take this long teach half as much as long ones: what is beside the prompt blurs them. */
const halfLessonMs = 100;

/** Where its numbers stand; those of the ratios and of the line follow. */
const [drainingAt, drainedAt, baseAt, baseLearntAt, prefillAt] = [0, 1, 2, 3, 4] as const;
const decodeAt = prefillAt + LogRatio.initial.length;
const lineAt = decodeAt + LogRatio.initial.length;

/** What an attempt at an engine remembers of when it was sent. */
export type EngineTicket = {
  /** Prompt tokens that are not cached there. */
  readonly promptTokens: number;
  readonly stream: boolean;
  /** Its place in the line; -1: none. */
  readonly place: number;
  /** Before it was sent: what lay ahead of it, itself included. */
  readonly tokensToRead: number;
};

/**
 * What is known of an engine that reads prompts one after the other and writes replies side by side: exactly, what was sent
 * there and has not begun to answer; by learning, how fast it is against what was expected. In numbers of fixed size.
 */
export class EngineSigns {
  static readonly initial: readonly number[] = [
    0,
    0,
    assumedBaseMs,
    0,
    ...LogRatio.initial,
    ...LogRatio.initial,
    ...WaitingLine.initial,
  ];

  /** Prompt tokens that are taken to be read each second. */
  prefillRate: number;
  readonly numbers: Float64Array;
  readonly prefill: LogRatio;
  readonly decode: LogRatio;
  readonly line: WaitingLine;

  constructor(prefillRate: number, numbers: Float64Array = Float64Array.from(EngineSigns.initial)) {
    this.prefillRate = prefillRate;
    this.numbers = numbers;
    this.prefill = new LogRatio(numbers.subarray(prefillAt, decodeAt));
    this.decode = new LogRatio(numbers.subarray(decodeAt, lineAt));
    this.line = new WaitingLine(numbers.subarray(lineAt));
  }

  /** Network and whatever else a first token takes beside the reading of prompts; fades as the ratios do. */
  baseMs(nowMs: number): number {
    const fade = Math.exp(-Math.max(0, nowMs - this.numbers[baseLearntAt]!) / fadesMs);
    return assumedBaseMs + (this.numbers[baseAt]! - assumedBaseMs) * fade;
  }

  /** Prompt tokens of replies that are not streamed: nobody sees when they were read, so time takes them away. */
  drainingTokens(nowMs: number): number {
    const { numbers } = this;
    const left = numbers[drainingAt]!;
    if (left === 0) return 0;
    const rate = this.prefillRate / Math.exp(Math.max(0, this.prefill.at(nowMs)));
    return Math.max(0, left - (Math.max(0, nowMs - numbers[drainedAt]!) / 1_000) * rate);
  }

  /** `waitingTokens`: of the streams sent before. */
  begin(promptTokens: number, stream: boolean, waitingTokens: number, nowMs: number, thread: number): EngineTicket {
    const draining = this.drainingTokens(nowMs);
    this.numbers[drainedAt] = nowMs;
    this.numbers[drainingAt] = stream ? draining : draining + promptTokens;
    return {
      promptTokens,
      stream,
      place: stream ? this.line.enter(nowMs, thread) : -1,
      tokensToRead: waitingTokens + draining + promptTokens,
    };
  }

  firstToken(ticket: EngineTicket, firstTokenMs: number, nowMs: number): void {
    this.line.leave(ticket.place);
    this.#learnPrefill(ticket, firstTokenMs, nowMs);
  }

  /** `inFlight`: with this one. */
  end(ticket: EngineTicket, outcome: Outcome, firstTokenSeen: boolean, inFlight: number, nowMs: number): void {
    if (!firstTokenSeen) this.line.leave(ticket.place);
    if (outcome.kind === "completed") {
      this.#learnDecode(ticket, outcome, inFlight, nowMs);
    } else if (outcome.kind === "failed" && outcome.cause === "first_token_timeout") {
      this.#learnPrefill(ticket, outcome.durationMs, nowMs);
    } else if (outcome.kind === "cancelled" && outcome.outrunBy && !firstTokenSeen) {
      const { durationMs } = outcome;
      // It took longer than that, which says something once it is longer than what was expected of it.
      if (durationMs > this.#expectedMs(ticket, nowMs) * Math.exp(this.prefill.at(nowMs)))
        this.#learnPrefill(ticket, durationMs, nowMs);
    }
  }

  /** Until the first token, at the usual rate. */
  #expectedMs({ tokensToRead }: EngineTicket, nowMs: number): number {
    return this.baseMs(nowMs) + (tokensToRead / this.prefillRate) * 1_000;
  }

  #learnPrefill(ticket: EngineTicket, observedMs: number, nowMs: number): void {
    const readMs = (ticket.tokensToRead / this.prefillRate) * 1_000;
    const expectedMs = this.#expectedMs(ticket, nowMs);
    const ratio = observedMs / expectedMs;
    const weight = ratio > Math.exp(this.prefill.at(nowMs)) ? riseWeight : fallWeight;
    this.prefill.observe(observedMs, expectedMs, (weight * expectedMs) / (expectedMs + halfLessonMs), nowMs);
    this.#learnBase(observedMs - readMs * Math.exp(this.prefill.at(nowMs)), expectedMs, nowMs);
  }

  /** The least that is usually seen: what comes on top now and then is queueing that the line does not show. */
  #learnBase(restMs: number, expectedMs: number, nowMs: number): void {
    const before = this.baseMs(nowMs);
    const step = restMs < before ? 0.2 : 0.02;
    const weight = (step * halfLessonMs) / (expectedMs + halfLessonMs);
    this.numbers[baseAt] = Math.min(mostBaseMs, Math.max(1, before + weight * (restMs - before)));
    this.numbers[baseLearntAt] = nowMs;
  }

  #learnDecode(
    ticket: EngineTicket,
    { stream, firstTokenMs, durationMs, outputTokens }: Extract<Outcome, { kind: "completed" }>,
    inFlight: number,
    nowMs: number,
  ): void {
    const beside = decodeMs + decodeMsBeside * inFlight;
    if (stream && firstTokenMs !== null) {
      if (outputTokens < 2) return;
      this.#observeDecode(Math.max(0, durationMs - firstTokenMs) / (outputTokens - 1), beside, nowMs);
    } else if (outputTokens > 0) {
      const readMs = (ticket.tokensToRead / this.prefillRate) * 1_000 * Math.exp(this.prefill.at(nowMs));
      this.#observeDecode(durationMs, this.baseMs(nowMs) + readMs + outputTokens * beside, nowMs);
    }
  }

  #observeDecode(observed: number, expected: number, nowMs: number): void {
    const weight = observed / expected > Math.exp(this.decode.at(nowMs)) ? riseWeight : fallWeight;
    this.decode.observe(observed, expected, weight, nowMs);
  }
}
