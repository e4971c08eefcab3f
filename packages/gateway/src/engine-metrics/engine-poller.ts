import type { EngineLoad, EngineMetricsOptions, RoutingTable } from "@meridian/routing";
import type { Logger } from "pino";
import type { Dispatcher } from "undici";
import type { ActiveEnvironment } from "../environments/active-environment.ts";
import { faultOf } from "../server/fault.ts";
import { askEngine, UnreadMetrics } from "./ask-engine.ts";
import { readEngineLoad } from "./read-engine-load.ts";

/** How often it looks which readings are due. */
const everyMs = 100;
/** Readings under way, at most: further ones wait for the next turn. */
const mostAtATime = 64;
/** Intervals differ by this much at random, so that engines and gateways do not fall into step. */
const jitter = 0.1;
/** One that cannot be read is tried twice as late each time, but not later than this. */
const latestMs = 30_000;

/** Where engines tell their figures, and how it went. */
type Source = {
  readonly url: string;
  dueAtMs: number;
  asking: boolean;
  /** In a row. */
  failures: number;
  /** Whom it is read for, and how often the most impatient of them wants it; found anew each turn. */
  readers: Reader[];
  intervalMs: number;
};

/** An upstream that wants to know how its engine does. */
type Reader = {
  readonly environment: ActiveEnvironment;
  readonly table: RoutingTable;
  readonly index: number;
  readonly options: EngineMetricsOptions;
};

export type EnginePollerParts = {
  readonly registry: { all(): Iterable<ActiveEnvironment> };
  /** Connections that lead nowhere but where upstreams may be. */
  readonly pools: { get(origin: string): Pick<Dispatcher, "request"> };
  readonly clock: () => number;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
  readonly log: Logger;
};

/**
 * Reads how much engines have to do, where the config says so, and lays it into the live state of their upstreams, which
 * all threads see. Equal addresses are read once, whoever asks; requests wait for none of it.
 */
export class EnginePoller {
  readonly #parts: EnginePollerParts;
  readonly #sources = new Map<string, Source>();
  /** Which upstreams of a table have their engine asked: few tables change, and most ask nothing. */
  readonly #indices = new WeakMap<RoutingTable, readonly number[]>();
  #timer: NodeJS.Timeout | null = null;
  #asking = 0;
  #stopped = false;

  constructor(parts: EnginePollerParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#timer = setInterval(() => void this.turn(), everyMs);
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#stopped = true;
  }

  /** Makes the readings that are due. Resolves when they are over. */
  async turn(): Promise<void> {
    const nowMs = this.#parts.clock();
    this.#findReaders(nowMs);
    const due = [...this.#sources.values()].filter(({ asking, dueAtMs }) => !asking && dueAtMs <= nowMs);
    // Those that have waited longest, where there are more than can be made.
    due.sort((a, b) => a.dueAtMs - b.dueAtMs).splice(Math.max(0, mostAtATime - this.#asking));
    await Promise.all(due.map((source) => this.#read(source)));
  }

  #findReaders(nowMs: number): void {
    for (const source of this.#sources.values()) {
      source.readers = [];
      source.intervalMs = Number.POSITIVE_INFINITY;
    }
    for (const environment of this.#parts.registry.all()) {
      const { table } = environment;
      if (!table) continue;
      for (const index of this.#indicesOf(table)) {
        const options = table.upstreams[index]?.engineMetrics;
        if (!options) continue;
        const source = this.#sourceOf(options, nowMs);
        source.readers.push({ environment, table, index, options });
        source.intervalMs = Math.min(source.intervalMs, options.intervalMs);
      }
    }
    for (const [url, source] of this.#sources) {
      // Who wants it more often from now on need not wait for what others had agreed.
      source.dueAtMs = Math.min(source.dueAtMs, nowMs + (1 + jitter) * pauseMs(source));
      if (source.readers.length === 0 && !source.asking) this.#sources.delete(url);
    }
  }

  #indicesOf(table: RoutingTable): readonly number[] {
    let indices = this.#indices.get(table);
    if (!indices) {
      indices = table.upstreams.flatMap(({ engineMetrics }, index) => (engineMetrics ? [index] : []));
      this.#indices.set(table, indices);
    }
    return indices;
  }

  #sourceOf({ url, intervalMs }: EngineMetricsOptions, nowMs: number): Source {
    let source = this.#sources.get(url);
    if (!source) {
      // All upstreams of a config are new at once.
      const dueAtMs = nowMs + intervalMs * this.#parts.random();
      source = { url, dueAtMs, asking: false, failures: 0, readers: [], intervalMs };
      this.#sources.set(url, source);
    }
    return source;
  }

  async #read(source: Source): Promise<void> {
    const { clock, random, log, pools } = this.#parts;
    const { readers, url } = source;
    source.asking = true;
    this.#asking += 1;
    const askedAtMs = clock();
    try {
      const before = readers.map(({ environment, table, index }) => environment.state.inFlightOf(index, table));
      const { origin, pathname } = new URL(url);
      const text = await askEngine(pools.get(origin), pathname).catch(failureOf);
      this.#take(source, readers, before, text, askedAtMs);
    } catch (error) {
      log.error(faultOf(error), "reading an engine's metrics broke");
    } finally {
      source.asking = false;
      this.#asking -= 1;
      source.dueAtMs = askedAtMs + pauseMs(source) * (1 + jitter * (2 * random() - 1));
    }
  }

  #take(
    source: Source,
    readers: readonly Reader[],
    before: readonly number[],
    text: string | UnreadMetrics,
    askedAtMs: number,
  ): void {
    const read = new Map<string, EngineLoad | UnreadMetrics>();
    let why: UnreadMetrics | null = null;
    for (const [at, { environment, table, index, options }] of readers.entries()) {
      const model = table.upstreams[index]?.upstreamModel ?? null;
      const key = JSON.stringify([options.format, options.map, model]);
      const load = read.get(key) ?? (typeof text === "string" ? loadOf(text, options, model) : text);
      read.set(key, load);
      if (load instanceof UnreadMetrics) why = load;
      environment.state.engineRead(
        index,
        table,
        load instanceof UnreadMetrics ? null : load,
        before[at] ?? 0,
        askedAtMs,
      );
    }
    this.#note(source, readers, why);
  }

  /** Says so once when it begins to fail, and when it is over. */
  #note(source: Source, readers: readonly Reader[], why: UnreadMetrics | null): void {
    const { log } = this.#parts;
    const wasWell = source.failures === 0;
    source.failures = why ? source.failures + 1 : 0;
    // What is cut off by the gateway's own end is no failure of the engine's.
    if (this.#stopped || wasWell === (why === null)) return;
    const { environment, table, index } = readers[0] ?? {};
    const about = { environmentId: environment?.environmentId, upstream: table?.upstreams[index ?? -1]?.name };
    if (why) log.warn({ ...about, why: why.message }, "the engine's metrics cannot be read");
    else log.info(about, "the engine's metrics are read again");
  }
}

/** From one reading to the next. */
const pauseMs = ({ intervalMs, failures }: Source): number =>
  Math.min(Math.max(latestMs, intervalMs), intervalMs * 2 ** Math.min(failures, 16));

function loadOf(text: string, options: EngineMetricsOptions, model: string | null): EngineLoad | UnreadMetrics {
  try {
    return readEngineLoad(text, options, model) ?? new UnreadMetrics("nothing in it that says how much there is to do");
  } catch {
    return new UnreadMetrics("not the JSON it should be");
  }
}

function failureOf(error: unknown): UnreadMetrics {
  if (error instanceof UnreadMetrics) return error;
  throw error;
}
