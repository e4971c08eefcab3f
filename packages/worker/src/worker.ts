import { setTimeout as sleep } from "node:timers/promises";
import { type ExclusiveLock, tryExclusiveLock } from "@meridian/db";
import type { Logger } from "pino";
import type { Duty } from "./duty.ts";
import { Schedule } from "./schedule.ts";

/** Whoever holds the lock of this number works; others stand by. */
const lockKey = 7_031_227;

const longestBackOffMs = 10_000;

export type WorkerState = "starting" | "working" | "standing_by" | "database_unreachable" | "stopped";

export type WorkerParts = {
  readonly databaseUrl: string;
  readonly duties: readonly Duty[];
  /** Monotonic, ms. */
  readonly clock: () => number;
  readonly log: Logger;
  /** Between two looks at the schedule and at the lock; 1 s. */
  readonly paceMs?: number;
};

/** Does the duties while it holds the lock, and waits for the lock or for the database otherwise. */
export class Worker {
  readonly #parts: WorkerParts;
  readonly #paceMs: number;
  readonly #schedule: Schedule;
  readonly #stopping = new AbortController();
  #state: WorkerState = "starting";
  #unreachable = 0;
  #running: Promise<void> | null = null;

  constructor(parts: WorkerParts) {
    this.#parts = parts;
    this.#paceMs = parts.paceMs ?? 1_000;
    this.#schedule = new Schedule(parts.duties);
  }

  get state(): WorkerState {
    return this.#state;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Resolves when the duty that runs has ended and the lock is free. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    this.#become("stopped");
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      try {
        const lock = await tryExclusiveLock(this.#parts.databaseUrl, lockKey);
        this.#unreachable = 0;
        if (lock) await this.#workUnder(lock);
        else this.#become("standing_by");
        await this.#pause(this.#paceMs);
      } catch (error) {
        this.#become("database_unreachable", error);
        await this.#pause(Math.min(longestBackOffMs, this.#paceMs * 2 ** Math.min(this.#unreachable++, 10)));
      }
    }
  }

  async #workUnder(lock: ExclusiveLock): Promise<void> {
    this.#become("working");
    try {
      while (!lock.held.aborted && !this.#stopping.signal.aborted) {
        for (const duty of this.#schedule.due(this.#parts.clock())) {
          if (lock.held.aborted || this.#stopping.signal.aborted) break;
          await this.#do(duty);
        }
        await this.#pause(this.#paceMs, lock.held);
      }
    } finally {
      await lock.release();
    }
  }

  async #do(duty: Duty): Promise<void> {
    const { clock, log } = this.#parts;
    const startedMs = clock();
    try {
      const news = await duty.run();
      this.#schedule.succeeded(duty, clock());
      if (news !== null) log.debug({ duty: duty.name, tookMs: Math.round(clock() - startedMs) }, news);
    } catch (error) {
      const failures = this.#schedule.failed(duty, clock());
      log.error({ duty: duty.name, failures, err: error }, "a duty failed and will be tried again");
    }
  }

  #become(state: WorkerState, error?: unknown): void {
    if (this.#state === state) return;
    this.#state = state;
    const { log } = this.#parts;
    if (error === undefined) log.info({ state }, `the worker is ${state.replaceAll("_", " ")}`);
    else log.warn({ state, err: error }, "the database cannot be reached: trying again");
  }

  async #pause(ms: number, lost?: AbortSignal): Promise<void> {
    const signals = lost ? [this.#stopping.signal, lost] : [this.#stopping.signal];
    await sleep(ms, undefined, { signal: AbortSignal.any(signals) }).catch(() => {});
  }
}
