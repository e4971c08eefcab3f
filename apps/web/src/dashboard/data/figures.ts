import { usdOf } from "../../format/format-money.ts";
import { summaryOf, type Tally } from "./tally.ts";

/** What tiles, charts and tables show, from what a stretch of time adds up to. null: nothing measured. */
export type Figures = {
  /** Per second. */
  readonly requests: number;
  readonly completed: number;
  readonly rejected: number;
  readonly failed: number;
  readonly cancelled: number;
  /** 0..1. */
  readonly errorRate: number | null;
  /** ms. */
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly firstToken50: number | null;
  readonly firstToken95: number | null;
  /** Tokens per second. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly tokens: number;
  /** USD per hour. */
  readonly cost: number;
};

/** @param overMs how long the tally took to add up; rates divide by it */
export function figuresOf(tally: Tally, overMs: number): Figures {
  const summary = summaryOf(tally);
  const perSecond = (count: number) => (count * 1_000) / overMs;
  return {
    requests: perSecond(summary.requests),
    completed: perSecond(summary.completed),
    rejected: perSecond(summary.rejected),
    failed: perSecond(summary.failed),
    cancelled: perSecond(summary.cancelled),
    errorRate: summary.errorRate,
    p50: summary.durationMs.p50,
    p95: summary.durationMs.p95,
    p99: summary.durationMs.p99,
    firstToken50: summary.firstTokenMs.p50,
    firstToken95: summary.firstTokenMs.p95,
    inputTokens: perSecond(summary.inputTokens),
    outputTokens: perSecond(summary.outputTokens),
    tokens: perSecond(summary.inputTokens + summary.outputTokens),
    cost: perSecond(usdOf(summary.costNanoUsd)) * 3_600,
  };
}
