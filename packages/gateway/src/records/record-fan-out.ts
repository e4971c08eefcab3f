import type { RequestRecord } from "@meridian/metrics";
import type { RecordSink } from "./record-sink.ts";

/**
 * Passes every record on to those who count, store and show it. A record without an environment (its key was unknown)
 * belongs to nobody: it is counted and goes no further.
 */
export class RecordFanOut implements RecordSink {
  readonly #counting: RecordSink;
  readonly #ofEnvironments: readonly RecordSink[];

  constructor(counting: RecordSink, ofEnvironments: readonly RecordSink[]) {
    this.#counting = counting;
    this.#ofEnvironments = ofEnvironments;
  }

  accept(record: RequestRecord): void {
    this.#counting.accept(record);
    if (record.environmentId === "") return;
    for (const sink of this.#ofEnvironments) sink.accept(record);
  }
}
