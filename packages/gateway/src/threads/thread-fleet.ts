import { setTimeout as sleep } from "node:timers/promises";
import type { SentPrompt, SentPrompts, SharedMemory } from "@meridian/routing";
import type { Logger } from "pino";
import type { Application } from "../control-plane/control-plane.ts";
import type { GatewayParts } from "../create-gateway.ts";
import type { ApplyResult, EnvironmentRegistry } from "../environments/environment-registry.ts";
import type { EnvironmentSource } from "../environments/environment-source.ts";
import type { GatewayOptions } from "../gateway-options.ts";
import { backOffMs } from "../records/back-off.ts";
import type { RecordSink } from "../records/record-sink.ts";
import { addCounters, GatewayCounters } from "../server/gateway-counters.ts";
import type { GatewaySettings } from "../settings.ts";
import { assertPortIsFree } from "./assert-port-is-free.ts";
import { EnvironmentHistory } from "./environment-history.ts";
import { GatewayThread, type ThreadOwner } from "./gateway-thread.ts";
import type { EnvironmentChange, HandedRecord } from "./messages.ts";

/** A thread that served this long was sound: the next failure is its first. */
const soundAfterMs = 60_000;

/** How often the threads hear whether snapshots are too old. */
const lookMs = 1_000;

export type FleetParts = {
  readonly memory: SharedMemory;
  /** The keeper's own: what is applied to it is applied to all. */
  readonly registry: EnvironmentRegistry;
  readonly sink: RecordSink;
  readonly log: Logger;
  readonly clock: () => number;
  readonly settings: GatewaySettings;
  readonly options: GatewayOptions;
  readonly snapshotsExpired: () => boolean;
  readonly onUpgrade?: GatewayParts["onUpgrade"];
  /** The sum of what all threads count. */
  readonly counters: GatewayCounters;
  /** Where the prompts gather that are told to other gateways; null: there are none. */
  readonly sentPrompts: SentPrompts | null;
  /** What a thread runs. */
  readonly entry?: URL;
};

/**
 * Several threads that serve one port, kept by the thread that follows the control plane, shows metrics and the live feed,
 * and writes records. What one learns of upstreams and limits all know: it lies in memory that they share.
 */
export class ThreadFleet implements ThreadOwner {
  readonly #parts: FleetParts;
  readonly #history = new EnvironmentHistory();
  readonly #threads: (GatewayThread | null)[];
  /** What threads had counted that are gone. */
  #past = new GatewayCounters();
  readonly #failures: number[];
  readonly #started = Promise.withResolvers<void>();
  #port = 0;
  #changes = 0;
  /** Answers to all changes so far. */
  #answered: Promise<readonly (ApplyResult | null)[]> = Promise.resolve([]);
  #expired = false;
  #timer: NodeJS.Timeout | null = null;
  #stopping = false;

  constructor(parts: FleetParts) {
    const { threads } = parts.memory;
    this.#parts = parts;
    this.#threads = Array.from({ length: threads }, () => null);
    this.#failures = Array.from({ length: threads }, () => 0);
  }

  get onUpgrade(): GatewayParts["onUpgrade"] {
    return this.#parts.onUpgrade;
  }

  /** As the registry's: here first, then in every thread. */
  apply(source: EnvironmentSource, nowMs: number): ApplyResult {
    const result = this.#parts.registry.apply(source, nowMs);
    if (result.state === "stale") return result;
    const change: EnvironmentChange = { kind: "apply", source, atMs: nowMs };
    this.#history.note(change, result.state === "rejected");
    this.#tell(change);
    return result;
  }

  keepOnly(environmentIds: ReadonlySet<string>): void {
    this.#parts.registry.keepOnly(environmentIds);
    this.#history.keepOnly(environmentIds);
    this.#tell({ kind: "keep_only", environmentIds: [...environmentIds] });
  }

  /** Resolves when all threads that serve have what was applied so far. */
  async settled(): Promise<void> {
    await this.#answered;
  }

  /**
   * Resolves when what was just applied holds in every thread: to what is to be told of it. One that rejects what the
   * others took is enough for it not to be applied.
   */
  async confirm(application: Application): Promise<Application> {
    const answered = this.#answered;
    await this.#started.promise;
    const rejected = (await answered).find((answer) => answer?.state === "rejected");
    if (rejected?.state !== "rejected" || application.state === "rejected") return application;
    return { ...application, state: "rejected", diagnostics: rejected.diagnostics };
  }

  /** Resolves when every thread takes connections; rejects when the port is taken, or one of them cannot serve. */
  async start(): Promise<{ readonly port: number }> {
    const { options } = this.#parts;
    await assertPortIsFree(options.host, options.port);
    this.#expired = this.#parts.snapshotsExpired();
    this.#timer = setInterval(() => this.#look(), lookMs);
    this.#port = options.port;
    // The first finds the port, where any will do.
    this.#port = (await this.#begin(0).listening).port;
    await Promise.all(this.#threads.slice(1).map((_, before) => this.#begin(before + 1).listening));
    this.#started.resolve();
    return { port: this.#port };
  }

  async stop(drainMs: number): Promise<void> {
    this.#stopping = true;
    if (this.#timer) clearInterval(this.#timer);
    await Promise.all(this.#threads.flatMap((thread) => thread?.stop(drainMs) ?? []));
  }

  recordsCame(records: readonly HandedRecord[]): void {
    for (const [record, parent] of records) this.#parts.sink.accept(record, parent);
  }

  counted(): void {
    const { counters } = this.#parts;
    addCounters(counters, [this.#past, ...this.#threads.flatMap((thread) => thread?.counters ?? [])]);
  }

  /** One engine serves all threads: what one of them sends, the others find cached. */
  promptsCame(from: GatewayThread, { prompts, dropped }: { prompts: readonly SentPrompt[]; dropped: number }): void {
    const { sentPrompts } = this.#parts;
    sentPrompts?.drop(dropped);
    for (const { upstream, hashes } of prompts) sentPrompts?.add(upstream, hashes);
    for (const thread of this.#threads) if (thread !== from) thread?.post({ kind: "prompts", prompts });
  }

  /** Other gateways have sent them. */
  hearPrompts(prompts: readonly SentPrompt[]): void {
    for (const thread of this.#threads) thread?.post({ kind: "prompts", prompts });
  }

  threadGone(thread: GatewayThread, failed: unknown): void {
    const { memory, registry, clock, log } = this.#parts;
    const { number } = thread;
    this.#threads[number] = null;
    memory.release(number);
    registry.loseThread(number, clock());
    const { requestsInFlight } = thread.counters;
    Object.assign(thread.counters, { requestsInFlight: 0, requestsWaiting: 0, bodyBytesHeld: 0, streamsOpen: 0 });
    const past = new GatewayCounters();
    addCounters(past, [this.#past, thread.counters]);
    this.#past = past;
    this.counted();
    if (failed === null) return;
    log.error({ err: failed, thread: number, requestsInFlight }, "a thread broke: its requests are lost");
    if (!this.#stopping && this.#port !== 0) void this.#beginAgain(number);
  }

  #begin(number: number): GatewayThread {
    const { memory, settings, options, entry = new URL("thread-main.ts", import.meta.url) } = this.#parts;
    const start = {
      thread: number,
      memory: memory.handle(),
      settings,
      options: { ...shareOf(options, memory.threads), port: this.#port, reusePort: true },
      changes: this.#history.changes(),
      snapshotsExpired: this.#expired,
    };
    const thread = new GatewayThread(entry, start, this);
    this.#threads[number] = thread;
    return thread;
  }

  async #beginAgain(number: number): Promise<void> {
    const { log, clock } = this.#parts;
    this.#failures[number]! += 1;
    await sleep(backOffMs(this.#failures[number]!, Math.random()));
    if (this.#stopping) return;
    const begunAtMs = clock();
    const thread = this.#begin(number);
    void thread.gone.then(() => {
      if (clock() - begunAtMs > soundAfterMs) this.#failures[number] = 0;
    });
    thread.listening.then(
      () => log.info({ thread: number }, "the thread serves again"),
      // Its end is told, and acted on, as any other's.
      () => {},
    );
  }

  #tell(change: EnvironmentChange): void {
    const number = ++this.#changes;
    const blocks = this.#parts.memory.takeUntold();
    const answers = this.#threads.flatMap((thread) => thread?.change({ kind: "change", number, change, blocks }) ?? []);
    const before = this.#answered;
    this.#answered = Promise.all(answers).then(async (results) => {
      await before;
      return results;
    });
  }

  #look(): void {
    const expired = this.#parts.snapshotsExpired();
    if (expired === this.#expired) return;
    this.#expired = expired;
    for (const thread of this.#threads) thread?.post({ kind: "snapshots_expired", expired });
  }
}

/** What each thread bounds by itself: its even part of what the gateway bounds. */
function shareOf(options: GatewayOptions, threads: number): GatewayOptions {
  const { maxWaiting, maxWaitingBytes } = options;
  return {
    ...options,
    maxWaiting: Math.ceil(maxWaiting / threads),
    maxWaitingBytes: Math.ceil(maxWaitingBytes / threads),
  };
}
