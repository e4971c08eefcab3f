import { loadAnswered, loadAsked, loadRead } from "./event-kinds.ts";
import type { EventQueue } from "./event-queue.ts";
import type { LoadWatcher } from "./simulated-router.ts";
import type { UpstreamServer } from "./upstream-server.ts";

/** One gateway that asks one upstream over and over. */
class Watch {
  readonly gateway: number;
  readonly upstream: number;
  readonly everyMs: number;
  /** One way. */
  readonly wayMs: number;
  readonly watcher: LoadWatcher;
  /** Questions on their way or being answered, in their order: as many as an answer may be behind, in a ring. */
  readonly room: number;
  readonly marks: number[];
  readonly readAtMs: number[];
  readonly loads: { running: number; waiting: number; kvUsage: number }[];
  readonly answers: boolean[];
  asked = 0;
  read = 0;
  answered = 0;

  constructor(gateway: number, upstream: number, everyMs: number, wayMs: number, watcher: LoadWatcher) {
    this.gateway = gateway;
    this.upstream = upstream;
    this.everyMs = everyMs;
    this.wayMs = wayMs;
    this.watcher = watcher;
    this.room = Math.ceil((2 * wayMs) / everyMs) + 2;
    this.loads = Array.from({ length: this.room }, () => ({ running: 0, waiting: 0, kvUsage: 0 }));
    this.marks = this.loads.map(() => 0);
    this.readAtMs = this.loads.map(() => 0);
    this.answers = this.loads.map(() => false);
  }
}

/** Gateways that ask upstreams for their load over and over, without garbage: there are many more such questions than requests. */
export class LoadWatches {
  readonly #queue: EventQueue;
  readonly #watches: Watch[] = [];

  constructor(queue: EventQueue) {
    this.#queue = queue;
  }

  begin(
    gateway: number,
    upstream: number,
    firstMs: number,
    everyMs: number,
    wayMs: number,
    watcher: LoadWatcher,
  ): void {
    this.#queue.expect(everyMs);
    this.#queue.planIn(firstMs, 0, loadAsked, this.#watches.length, 0);
    this.#watches.push(new Watch(gateway, upstream, everyMs, wayMs, watcher));
  }

  /** Answers the gateway that it happens to. */
  happen(kind: number, index: number, servers: readonly UpstreamServer[], nowMs: number): number {
    const watch = this.#watches[index]!;
    if (kind === loadAsked) this.#ask(watch, index, nowMs);
    else if (kind === loadRead) this.#read(watch, index, servers, nowMs);
    else answer(watch);
    return watch.gateway;
  }

  #ask(watch: Watch, index: number, nowMs: number): void {
    const at = watch.asked++ % watch.room;
    watch.marks[at] = watch.watcher.asks(watch.upstream);
    this.#queue.planIn(watch.wayMs, nowMs, loadRead, index, 0);
    this.#queue.planIn(watch.everyMs, nowMs, loadAsked, index, 0);
  }

  #read(watch: Watch, index: number, servers: readonly UpstreamServer[], nowMs: number): void {
    const at = watch.read++ % watch.room;
    watch.answers[at] = servers[watch.upstream]!.readLoad(watch.loads[at]!, nowMs);
    watch.readAtMs[at] = nowMs;
    this.#queue.planIn(watch.wayMs, nowMs, loadAnswered, index, 0);
  }
}

function answer(watch: Watch): void {
  const at = watch.answered++ % watch.room;
  const load = watch.answers[at] ? watch.loads[at]! : null;
  watch.watcher.answered(watch.upstream, load, watch.marks[at]!, watch.readAtMs[at]!);
}
