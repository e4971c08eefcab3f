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
  readonly marks: Float64Array;
  readonly readAtMs: Float64Array;
  readonly loads: { running: number; waiting: number; kvUsage: number }[];
  readonly answers: Uint8Array;
  asked = 0;
  read = 0;
  answered = 0;

  constructor(gateway: number, upstream: number, everyMs: number, wayMs: number, watcher: LoadWatcher) {
    this.gateway = gateway;
    this.upstream = upstream;
    this.everyMs = everyMs;
    this.wayMs = wayMs;
    this.watcher = watcher;
    const room = Math.ceil((2 * wayMs) / everyMs) + 2;
    this.marks = new Float64Array(room);
    this.readAtMs = new Float64Array(room);
    this.loads = Array.from({ length: room }, () => ({ running: 0, waiting: 0, kvUsage: 0 }));
    this.answers = new Uint8Array(room);
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

  /** Each of the following answers the gateway that it happens to. */
  ask(index: number, nowMs: number): number {
    const watch = this.#watches[index]!;
    const at = watch.asked++ % watch.marks.length;
    watch.marks[at] = watch.watcher.asks(watch.upstream);
    this.#queue.planIn(watch.wayMs, nowMs, loadRead, index, 0);
    this.#queue.planIn(watch.everyMs, nowMs, loadAsked, index, 0);
    return watch.gateway;
  }

  read(index: number, servers: readonly UpstreamServer[], nowMs: number): number {
    const watch = this.#watches[index]!;
    const at = watch.read++ % watch.marks.length;
    watch.answers[at] = servers[watch.upstream]!.readLoad(watch.loads[at]!, nowMs) ? 1 : 0;
    watch.readAtMs[at] = nowMs;
    this.#queue.planIn(watch.wayMs, nowMs, loadAnswered, index, 0);
    return watch.gateway;
  }

  answer(index: number): number {
    const watch = this.#watches[index]!;
    const at = watch.answered++ % watch.marks.length;
    const load = watch.answers[at] === 1 ? watch.loads[at]! : null;
    watch.watcher.answered(watch.upstream, load, watch.marks[at]!, watch.readAtMs[at]!);
    return watch.gateway;
  }
}
