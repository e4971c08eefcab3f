import { ExportResultCode } from "@opentelemetry/core";
import type { ReadableSpan, SpanExporter } from "@opentelemetry/sdk-trace";
import type { RequestRecord } from "@meridian/metrics";
import type { Logger } from "pino";
import type { RecordSink } from "../../records/record-sink.ts";
import type { TraceParent } from "../../server/trace-parent.ts";

/** `capacity` bounds memory: a record takes about 2 KB. */
export const otlpSinkOptions = { capacity: 5_000, batchSize: 256, everyMs: 1_000 };

export type OtlpSinkParts = {
  readonly exporter: SpanExporter;
  readonly spansOf: (record: RequestRecord, parent: TraceParent | null) => ReadableSpan[];
  /** Told of every record that was taken. */
  readonly count: (record: RequestRecord) => void;
  readonly log: Logger;
};

type Taken = { readonly record: RequestRecord; readonly parent: TraceParent | null };

/**
 * Holds records until they are made into spans and sent, behind the request path and a batch at a time. What comes when
 * it is full, and what the receiver does not take, is dropped and counted.
 */
export class OtlpSink implements RecordSink {
  /** Records of which no spans, or neither spans nor metrics, reached the receiver. */
  dropped = 0;
  readonly #parts: OtlpSinkParts;
  readonly #options: typeof otlpSinkOptions;
  readonly #queue: Taken[] = [];
  #timer: NodeJS.Timeout | null = null;
  #sending: Promise<void> | null = null;
  #failing = false;

  constructor(parts: OtlpSinkParts, options: Partial<typeof otlpSinkOptions> = {}) {
    this.#parts = parts;
    this.#options = { ...otlpSinkOptions, ...options };
  }

  get queued(): number {
    return this.#queue.length;
  }

  start(): void {
    this.#timer = setInterval(() => void this.flush(), this.#options.everyMs).unref();
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
  }

  accept(record: RequestRecord, parent: TraceParent | null = null): void {
    if (this.#queue.length >= this.#options.capacity) this.dropped += 1;
    else this.#queue.push({ record, parent });
  }

  /** Sends what is queued. One at a time; who comes second waits for the first. */
  flush(): Promise<void> {
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = null;
    });
    return this.#sending;
  }

  async #sendAll(): Promise<void> {
    while (this.#queue.length > 0) {
      const batch = this.#queue.splice(0, this.#options.batchSize);
      const spans: ReadableSpan[] = [];
      for (const { record, parent } of batch) {
        this.#parts.count(record);
        // Whoever began an unsampled trace does not want it.
        if (parent?.sampled !== false) spans.push(...this.#parts.spansOf(record, parent));
      }
      if (spans.length > 0) this.#sent(batch.length, await this.#export(spans));
    }
  }

  /** Resolves to why it failed; null when it was taken. */
  #export(spans: ReadableSpan[]): Promise<Error | null> {
    return new Promise((resolve) => {
      this.#parts.exporter.export(spans, ({ code, error }) => {
        resolve(code === ExportResultCode.SUCCESS ? null : (error ?? new Error("the receiver took no spans")));
      });
    });
  }

  #sent(records: number, error: Error | null): void {
    const { log } = this.#parts;
    if (error) this.dropped += records;
    if (error && !this.#failing) log.warn({ err: error }, "traces cannot be sent and are dropped");
    if (!error && this.#failing) log.info("traces are being sent again");
    this.#failing = error !== null;
  }
}
