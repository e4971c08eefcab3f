import { type Cell, type CellAggregator, cellKey } from "@meridian/metrics";
import type { Logger } from "pino";

/** Where cells end up: an upsert that replaces what has the same key. */
export interface CellStorage {
  upsert(cells: readonly Cell[]): Promise<void>;
}

/** `capacity` bounds memory while the store is gone. Windows stay open for `openForMs` for live readers that come late. */
export const defaultCellFlusherOptions = { capacity: 50_000, batchSize: 500, everyMs: 2_000, openForMs: 60_000 };

const consumer = "store";

/**
 * Hands the cells that changed to the store every 2 s. A cell that could not be written waits under its key, where its
 * next state replaces it: an outage costs one cell for each 10 s and combination, not one for each try.
 */
export class CellFlusher {
  readonly #aggregator: CellAggregator;
  readonly #settle: () => void;
  readonly #storage: CellStorage | null;
  readonly #log: Logger;
  readonly #clock: () => number;
  readonly #options: typeof defaultCellFlusherOptions;
  readonly #pending = new Map<string, Cell>();
  #dropped = 0;
  #failing = false;
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> | null = null;

  /** Without a storage cells are only closed in time: the live feed of a gateway that runs from a file. */
  constructor(
    parts: {
      readonly aggregator: CellAggregator;
      /** Has what is not counted yet counted. */
      readonly settle?: () => void;
      readonly storage: CellStorage | null;
      readonly log: Logger;
      readonly clock: () => number;
    },
    options: Partial<typeof defaultCellFlusherOptions> = {},
  ) {
    this.#aggregator = parts.aggregator;
    this.#settle = parts.settle ?? (() => undefined);
    this.#storage = parts.storage;
    this.#log = parts.log;
    this.#clock = parts.clock;
    this.#options = { ...defaultCellFlusherOptions, ...options };
  }

  start(): void {
    this.#timer = setInterval(() => void this.flush(), this.#options.everyMs);
    this.#timer.unref();
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }

  get state(): { readonly pending: number; readonly dropped: number } {
    return { pending: this.#pending.size, dropped: this.#dropped };
  }

  /** Collects what changed and tries to write it once; resolves to the number of cells that still wait. */
  async flush(): Promise<number> {
    this.#collect();
    this.#writing ??= this.#writePending().finally(() => (this.#writing = null));
    await this.#writing;
    return this.#pending.size;
  }

  #collect(): void {
    this.#settle();
    for (const environmentId of this.#storage ? this.#aggregator.environmentIds() : []) {
      for (const cell of this.#aggregator.changedCells(environmentId, consumer)) {
        const key = cellKey(cell);
        if (this.#pending.size < this.#options.capacity || this.#pending.has(key)) this.#pending.set(key, cell);
        else this.#dropped++;
      }
    }
    this.#aggregator.closeBefore(this.#clock() - this.#options.openForMs);
  }

  async #writePending(): Promise<void> {
    const due = [...this.#pending];
    for (let at = 0; at < due.length; at += this.#options.batchSize) {
      const batch = due.slice(at, at + this.#options.batchSize);
      try {
        await this.#storage?.upsert(batch.map(([, cell]) => cell));
      } catch (error) {
        if (!this.#failing) this.#log.warn({ err: error }, "cells cannot be written and are kept in memory");
        this.#failing = true;
        return;
      }
      if (this.#failing) this.#log.info("cells are being written again");
      this.#failing = false;
      for (const [key, cell] of batch) if (this.#pending.get(key) === cell) this.#pending.delete(key);
    }
  }
}
