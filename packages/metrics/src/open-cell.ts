import type { Cell, CellCounts, CellDimensions, CellSource } from "./cell.ts";
import { Histogram } from "./histogram.ts";
import type { RequestRecord } from "./request-record.ts";

/** A cell that still counts. */
export class OpenCell {
  readonly startMs: number;
  /** Of the aggregator, when this cell last changed. */
  revision = 0;
  readonly #dimensions: CellDimensions;
  #requests = 0;
  #attempts = 0;
  #rescued = 0;
  #inputTokens = 0;
  #cachedInputTokens = 0;
  #outputTokens = 0;
  #costNanoUsd = 0;
  readonly #durationMs = new Histogram();
  readonly #firstTokenMs = new Histogram();
  readonly #perTokenMs = new Histogram();

  constructor(startMs: number, dimensions: CellDimensions) {
    this.startMs = startMs;
    this.#dimensions = dimensions;
  }

  add(record: RequestRecord): void {
    this.#requests++;
    this.#attempts += record.attemptCount;
    if (record.attemptCount > 1 && record.outcome === "completed") this.#rescued++;
    this.#inputTokens += record.inputTokens;
    this.#cachedInputTokens += record.cachedInputTokens;
    this.#outputTokens += record.outputTokens;
    this.#costNanoUsd += record.costNanoUsd;
    this.#durationMs.record(record.durationMs);
    if (record.firstTokenMs === null) return;
    this.#firstTokenMs.record(record.firstTokenMs);
    if (record.outcome === "completed" && record.outputTokens > 1) {
      this.#perTokenMs.record((record.durationMs - record.firstTokenMs) / (record.outputTokens - 1));
    }
  }

  toCell(source: CellSource): Cell {
    const counts: CellCounts = {
      requests: this.#requests,
      attempts: this.#attempts,
      rescued: this.#rescued,
      inputTokens: this.#inputTokens,
      cachedInputTokens: this.#cachedInputTokens,
      outputTokens: this.#outputTokens,
      costNanoUsd: this.#costNanoUsd,
      durationMs: this.#durationMs.toSparse(),
      firstTokenMs: this.#firstTokenMs.toSparse(),
      perTokenMs: this.#perTokenMs.toSparse(),
    };
    return {
      ...this.#dimensions,
      instanceId: source.instanceId,
      epoch: source.epoch,
      startMs: this.startMs,
      counts,
    };
  }
}
