import type { LiveRequest, LiveUpstream, TickFrame } from "@meridian/live-protocol";
import type { Cell, CellSource, RequestRecord } from "@meridian/metrics";
import type { LiveClient } from "./live-client.ts";
import type { LiveEnvironment } from "./live-environment.ts";
import { liveRequestOf } from "./live-request.ts";

/** The live tail is for eyes: more than this in a second is a number. */
const maxRequestsPerTick = 50;

/** A client that has this much unread is dropped rather than held in memory: minutes of ticks. */
const maxBufferedBytes = 4 * 1024 * 1024;

/** The subscribers of one environment. A tick is serialised once and sent to all of them. */
export class LiveChannel {
  readonly clients = new Set<LiveClient>();
  readonly #source: CellSource;
  #requests: LiveRequest[] = [];
  #requestsOmitted = 0;
  #sequence = 0;

  constructor(source: CellSource) {
    this.#source = source;
  }

  accept(record: RequestRecord): void {
    if (this.#requests.length < maxRequestsPerTick) this.#requests.push(liveRequestOf(record));
    else this.#requestsOmitted++;
  }

  /** Sends what changed to everyone. `attempts` are those of the tick, by index of upstream. */
  tick(environment: LiveEnvironment, cells: readonly Cell[], nowMs: number, recordsDropped: number): void {
    this.#sequence++;
    const attempts = environment.state.takeAttempts();
    const frame = encode({
      ...this.#frame(environment, cells, nowMs, recordsDropped, attempts),
      requests: this.#requests,
      requestsOmitted: this.#requestsOmitted,
    });
    this.#requests = [];
    this.#requestsOmitted = 0;
    for (const client of this.clients) this.#send(client, frame);
  }

  /** Brings a newcomer to where the others are: every open cell, under the sequence of the last tick. */
  greet(
    client: LiveClient,
    environment: LiveEnvironment,
    cells: readonly Cell[],
    nowMs: number,
    recordsDropped: number,
  ): void {
    client.send(encode(this.#frame(environment, cells, nowMs, recordsDropped, [])));
  }

  #frame(
    environment: LiveEnvironment,
    cells: readonly Cell[],
    nowMs: number,
    recordsDropped: number,
    attempts: readonly number[],
  ): TickFrame {
    return {
      type: "tick",
      instanceId: this.#source.instanceId,
      epoch: this.#source.epoch,
      sequence: this.#sequence,
      atMs: nowMs,
      cells,
      upstreams: liveUpstreamsOf(environment, attempts, nowMs),
      deployment: environment.deployment && {
        deploymentId: environment.deployment.id,
        configVersion: environment.deployment.configVersion,
        appliedAtMs: environment.appliedAtMs,
      },
      requests: [],
      requestsOmitted: 0,
      recordsDropped,
    };
  }

  #send(client: LiveClient, frame: Buffer): void {
    if (client.bufferedBytes <= maxBufferedBytes) client.send(frame);
    else client.end("too_slow", "4 MB of ticks wait unread: reconnect, and fetch history for the gap");
  }
}

function liveUpstreamsOf(environment: LiveEnvironment, attempts: readonly number[], nowMs: number): LiveUpstream[] {
  if (!environment.table) return [];
  const views = environment.state.views(nowMs);
  return environment.table.upstreams.flatMap(({ name }, index) => {
    const live = views[index];
    if (!live) return [];
    const { inFlight, limitsShared, firstTokenMs, perTokenMs, health } = live;
    const told = { name, inFlight, firstTokenMs, perTokenMs, health, attemptsInTick: attempts[index] ?? 0 };
    return [limitsShared ? { ...told, limitsShared } : told];
  });
}

function encode(frame: TickFrame): Buffer {
  return Buffer.from(JSON.stringify(frame));
}
