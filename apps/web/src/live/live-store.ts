import type { LiveDeployment, LiveUpstream, TickFrame } from "@meridian/live-protocol";
import { type Cell, CellMap, cellMs } from "@meridian/metrics";
import { ClockOffset } from "./clock-offset.ts";
import { emptyTail, extendTail, type RequestTail } from "./request-tail.ts";

/** What one gateway said last, and when (browser's clock). */
export type GatewayView = {
  readonly instanceId: string;
  readonly upstreams: readonly LiveUpstream[];
  readonly deployment: LiveDeployment | null;
  readonly seenAtMs: number;
};

/** What is on show at one moment. A new object for every change. */
export type LiveMoment = {
  /** Rises with every change of the cells. */
  readonly revision: number;
  /** The gateways' clock, ms ahead of the browser's. */
  readonly offsetMs: number;
  /** Browser's clock; null before the first tick. */
  readonly lastTickMs: number | null;
  readonly gateways: readonly GatewayView[];
  readonly tail: RequestTail;
};

/** History is read again every 4 minutes and joined with what came since: long enough for two times that failed. */
const keptMs = 15 * 60_000;
/** With many gateways ticks come in quick succession: screens hear of them at most this often. The next tick tells the rest. */
const tellEveryMs = 400;
/** What a gateway said counts for this long after its last tick. */
const viewLastsMs = 10_000;

const nothingYet: LiveMoment = {
  revision: 0,
  offsetMs: 0,
  lastTickMs: null,
  gateways: [],
  tail: emptyTail,
};

/**
 * Cells and live views of one environment, as the live feed tells them. A cell that comes again replaces itself: a tick that
 * was missed loses nothing. What is older than a quarter of an hour is in history, and forgotten here: a dashboard that stands
 * open for days takes no more memory than one of 15 minutes.
 */
export class LiveStore {
  readonly #cells = new CellMap();
  readonly #clock = new ClockOffset();
  readonly #listeners = new Set<() => void>();
  readonly #views = new Map<string, GatewayView>();
  #moment: LiveMoment = nothingYet;
  #nextPruneMs = 0;
  #toldMs = Number.NEGATIVE_INFINITY;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly moment = (): LiveMoment => this.#moment;

  /** Cells of 10 s that start in [fromMs, toMs), by the gateways' clock. */
  cellsBetween(fromMs: number, toMs: number): Cell[] {
    return this.#cells.between(fromMs, toMs);
  }

  addTick(tick: TickFrame, localMs: number): void {
    this.#clock.add(tick.atMs, localMs);
    this.#cells.upsert(tick.cells);
    this.#views.set(tick.instanceId, {
      instanceId: tick.instanceId,
      upstreams: tick.upstreams,
      deployment: tick.deployment,
      seenAtMs: localMs,
    });
    for (const [id, view] of this.#views) if (localMs - view.seenAtMs > viewLastsMs) this.#views.delete(id);
    if (localMs > this.#nextPruneMs) {
      this.#nextPruneMs = localMs + 60_000;
      this.#cells.prune(tick.atMs - keptMs - cellMs);
    }
    this.#change({
      offsetMs: this.#clock.ms,
      lastTickMs: localMs,
      gateways: [...this.#views.values()],
      tail: extendTail(this.#moment.tail, tick.requests, tick.requestsOmitted),
    });
    if (localMs - this.#toldMs < tellEveryMs) return;
    this.#toldMs = localMs;
    this.#tell();
  }

  #change(part: Partial<LiveMoment>): void {
    this.#moment = { ...this.#moment, ...part, revision: this.#moment.revision + 1 };
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
