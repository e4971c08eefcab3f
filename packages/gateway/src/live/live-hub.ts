import type { CellAggregator, CellSource, RequestRecord } from "@meridian/metrics";
import type { RecordSink } from "../records/record-sink.ts";
import { LiveChannel } from "./live-channel.ts";
import type { LiveClient } from "./live-client.ts";
import type { LiveEnvironment } from "./live-environment.ts";

export type LiveHubParts = {
  /** Which process this is, as its cells say it. */
  readonly source: CellSource;
  readonly registry: { get(environmentId: string): LiveEnvironment | undefined };
  readonly aggregator: CellAggregator;
  /** Has what is not counted and shown yet counted and shown. */
  readonly settle?: () => void;
  readonly clock: () => number;
  /** Records lost since the process began. */
  readonly recordsDropped: () => number;
};

/** ms between ticks. */
export const tickMs = 1_000;

const consumer = "live";

/** The live feed: what happens in each environment, once a second, to whoever watches. Costs nothing unwatched. */
export class LiveHub implements RecordSink {
  readonly #parts: LiveHubParts;
  /** Of environments that someone watches. */
  readonly #channels = new Map<string, LiveChannel>();
  #timer: NodeJS.Timeout | null = null;

  constructor(parts: LiveHubParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#timer = setInterval(() => this.tick(), tickMs);
    this.#timer.unref();
  }

  /** Tells everyone to go elsewhere. */
  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    for (const { clients } of this.#channels.values()) {
      for (const client of clients) client.end("going_away", "this gateway stops");
    }
    this.#channels.clear();
  }

  accept(record: RequestRecord): void {
    this.#channels.get(record.environmentId)?.accept(record);
  }

  serves(environmentId: string): boolean {
    return this.#parts.registry.get(environmentId) !== undefined;
  }

  /** Sends a client where things stand and, from then on, its environment's ticks. Nothing of one not served here. */
  subscribe(environmentId: string, client: LiveClient): void {
    const { registry, aggregator, settle, clock, recordsDropped, source } = this.#parts;
    const environment = registry.get(environmentId);
    if (!environment) return;
    settle?.();
    let channel = this.#channels.get(environmentId);
    if (!channel) {
      channel = new LiveChannel(source);
      this.#channels.set(environmentId, channel);
      // What happened unwatched is in the newcomer's first frame or in history, not in the next tick.
      aggregator.changedCells(environmentId, consumer);
      environment.state.takeAttempts();
    }
    channel.clients.add(client);
    channel.greet(client, environment, aggregator.openCells(environmentId), clock(), recordsDropped());
  }

  unsubscribe(environmentId: string, client: LiveClient): void {
    const channel = this.#channels.get(environmentId);
    channel?.clients.delete(client);
    if (channel?.clients.size === 0) this.#channels.delete(environmentId);
  }

  /** One tick of every watched environment. */
  tick(): void {
    const { registry, aggregator, settle, clock, recordsDropped } = this.#parts;
    settle?.();
    for (const [environmentId, channel] of this.#channels) {
      const environment = registry.get(environmentId);
      if (environment) {
        channel.tick(environment, aggregator.changedCells(environmentId, consumer), clock(), recordsDropped());
      } else {
        for (const client of channel.clients) client.end("unknown_environment", "the environment is gone");
      }
    }
  }

  /** Subscribers in all. */
  get clientCount(): number {
    let count = 0;
    for (const channel of this.#channels.values()) count += channel.clients.size;
    return count;
  }
}
