import { setTimeout as sleep } from "node:timers/promises";
import type { RequestRecord } from "@meridian/metrics";
import type { Logger } from "pino";
import { backOffMs } from "./back-off.ts";
import type { RecordSink } from "./record-sink.ts";
import type { RecordStorage } from "./record-storage.ts";
import { storableRecord } from "./storable-record.ts";

/** `capacity` bounds memory: a record takes about 2 KB, so 50,000 of them 100 MB. */
export const defaultRecordWriterOptions = { capacity: 50_000, batchSize: 1_000 };

/** How many records wait, were written and were lost, since the process began. */
export type RecordWriterState = {
  readonly queued: number;
  readonly written: number;
  /** Came when the queue was full. */
  readonly dropped: number;
  /** The store refused them for what they say. */
  readonly refused: number;
  readonly storeAvailable: boolean;
};

/**
 * Holds records until they are written, in batches, behind the request path. While the store is gone it retries with
 * back-off and keeps what fits; beyond that the newest are dropped and counted.
 */
export class RecordWriter implements RecordSink {
  readonly #storage: RecordStorage;
  readonly #log: Logger;
  readonly #options: typeof defaultRecordWriterOptions;
  /** Oldest first; a record leaves it when it is written. */
  readonly #queue: RequestRecord[] = [];
  #batchSize: number;
  #failures = 0;
  #written = 0;
  #dropped = 0;
  #refused = 0;
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> | null = null;

  constructor(storage: RecordStorage, log: Logger, options: Partial<typeof defaultRecordWriterOptions> = {}) {
    this.#storage = storage;
    this.#log = log;
    this.#options = { ...defaultRecordWriterOptions, ...options };
    this.#batchSize = this.#options.batchSize;
  }

  accept(record: RequestRecord): void {
    if (this.#queue.length >= this.#options.capacity) {
      if (this.#dropped++ === 0)
        this.#log.error({ capacity: this.#options.capacity }, "record queue is full: dropping");
      return;
    }
    this.#queue.push(record);
    // While the store is gone its back-off holds, however many come.
    if (!this.#writing && !this.#timer) void this.#writeAll();
  }

  get state(): RecordWriterState {
    return {
      queued: this.#queue.length,
      written: this.#written,
      dropped: this.#dropped,
      refused: this.#refused,
      storeAvailable: this.#failures === 0,
    };
  }

  /** Writes what is queued for at most `limitMs`; resolves to the number that could not be written. */
  async flush(limitMs: number): Promise<number> {
    const deadline = performance.now() + limitMs;
    while (this.#queue.length > 0) {
      const leftMs = deadline - performance.now();
      if (leftMs <= 0) break;
      const expiry = new AbortController();
      await Promise.race([
        this.#writeAll(),
        sleep(leftMs, undefined, { ref: false, signal: expiry.signal }).catch(() => {}),
      ]);
      expiry.abort();
      if (this.#failures > 0)
        await sleep(Math.min(backOffMs(1, Math.random()), Math.max(0, deadline - performance.now())));
    }
    this.#stopTimer();
    return this.#queue.length;
  }

  #schedule(delayMs: number): void {
    this.#timer = setTimeout(() => void this.#writeAll(), delayMs);
    this.#timer.unref();
  }

  #stopTimer(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** One writer at a time; who comes second waits for the first. */
  #writeAll(): Promise<void> {
    this.#stopTimer();
    this.#writing ??= this.#writeUntilEmptyOrFailed().finally(() => {
      this.#writing = null;
      if (this.#queue.length > 0) this.#schedule(backOffMs(Math.max(1, this.#failures), Math.random()));
    });
    return this.#writing;
  }

  async #writeUntilEmptyOrFailed(): Promise<void> {
    // What comes in one turn makes one batch.
    await Promise.resolve();
    while (this.#queue.length > 0) {
      const batch = this.#queue.slice(0, this.#batchSize);
      try {
        await this.#storage.write(batch);
        this.#queue.splice(0, batch.length);
        this.#written += batch.length;
        this.#batchSize = Math.min(this.#options.batchSize, this.#batchSize * 2);
        if (this.#failures > 0) this.#log.info({ queued: this.#queue.length }, "records are being written again");
        this.#failures = 0;
      } catch (error) {
        if (this.#storage.isRefusal(error)) this.#narrow(batch, error);
        else {
          if (this.#failures++ === 0)
            this.#log.warn({ err: error }, "records cannot be written and are kept in memory");
          return;
        }
      }
    }
  }

  /** Halves the batch until the record that the store refuses stands alone, cleans that one, or gives it up. */
  #narrow(batch: readonly RequestRecord[], error: unknown): void {
    const [record] = batch;
    if (batch.length > 1 || !record) {
      this.#batchSize = Math.ceil(batch.length / 2);
      return;
    }
    const storable = storableRecord(record);
    if (JSON.stringify(storable) !== JSON.stringify(record)) {
      this.#queue[0] = storable;
      return;
    }
    this.#queue.shift();
    this.#refused++;
    this.#log.error({ err: error, recordId: record.id }, "the store refused a record");
  }
}
