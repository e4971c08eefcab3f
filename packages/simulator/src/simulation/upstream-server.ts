import { Engine } from "../engine/engine.ts";
import { faultBegins, faultEnds, stepsEnded } from "./event-kinds.ts";
import type { EventQueue } from "./event-queue.ts";
import { ProviderQuota } from "./provider-quota.ts";
import type { LoadWatch, RoutedRequest, ScrapedLoad } from "./simulated-router.ts";
import type { FaultSpan, SimulatedUpstream } from "./simulated-upstream.ts";

/** How an upstream answers a request when it comes. */
export type Reception =
  | { readonly kind: "taken" }
  | { readonly kind: "connect" | "status" }
  | { readonly kind: "rate_limited"; readonly retryAfterMs: number };

const taken: Reception = { kind: "taken" };
const refused: Reception = { kind: "connect" };
const failed: Reception = { kind: "status" };

/** Told what an engine brought. Engines know nothing of gateways. */
export type ReplyListener = {
  firstToken(request: RoutedRequest, cachedTokens: number, nowMs: number): void;
  lastToken(request: RoutedRequest, nowMs: number): void;
};

/** One upstream in simulated time: its engine's steps as events, its limits and its faults. */
export class UpstreamServer {
  readonly upstream: SimulatedUpstream;
  readonly #engine: Engine;
  readonly #quota: ProviderQuota | null;
  readonly #queue: EventQueue;
  readonly #index: number;
  readonly #listener: ReplyListener;
  readonly #random: () => number;
  readonly #requests = new Map<number, RoutedRequest>();
  /** Who asks it for its load over and over. */
  readonly #watches: LoadWatch[] = [];
  /** When the first of the steps that are alike began, or the step under way. */
  #begunMs = 0;
  #stepping = false;
  /** Steps that end with the event that is planned. */
  #planned = 0;
  /** Of the event that is planned; those planned before count no more. */
  #version = 0;
  #fault: FaultSpan | null = null;
  #factor = 1;

  constructor(
    upstream: SimulatedUpstream,
    blockTokens: number,
    index: number,
    queue: EventQueue,
    listener: ReplyListener,
    random: () => number,
  ) {
    this.upstream = upstream;
    this.#engine = new Engine(upstream.model, undefined, blockTokens);
    this.#quota = upstream.quota && new ProviderQuota(upstream.quota);
    this.#index = index;
    this.#queue = queue;
    this.#listener = listener;
    this.#random = random;
  }

  get preemptions(): number {
    return this.#engine.preemptions;
  }

  /** As its metrics say; null when it does not answer. */
  loadAt(nowMs: number): ScrapedLoad | null {
    const load = { running: 0, waiting: 0, kvUsage: 0 };
    return this.readLoad(load, nowMs) ? load : null;
  }

  /** The same, into `load`, at any time since it last changed; false when it does not answer. */
  readLoad(load: { running: number; waiting: number; kvUsage: number }, atMs: number): boolean {
    if (this.#isDown(atMs) || this.#fault?.kind === "hang") return false;
    const engine = this.#engine;
    load.running = engine.running;
    load.waiting = engine.waiting;
    load.kvUsage = engine.kvUsageAfter(this.#stepsEndedAt(atMs));
    return true;
  }

  /** It is asked by it from now on. */
  watchedBy(watch: LoadWatch): void {
    this.#watches.push(watch);
  }

  cachedBlocks(blocks: ArrayLike<number>, upTo: number, nowMs: number): number {
    this.#letPass(nowMs);
    return this.#engine.cachedBlocks(blocks, upTo);
  }

  receive(request: RoutedRequest, nowMs: number): Reception {
    this.#beforeChange(nowMs);
    if (this.#isDown(nowMs)) return refused;
    const fault = this.#fault;
    if (fault?.kind === "errors" && this.#random() < fault.share) return failed;
    const retryAfterMs = this.#quota?.take(request.promptTokens, nowMs) ?? 0;
    if (retryAfterMs > 0) return { kind: "rate_limited", retryAfterMs };
    // Behind others that wait it changes nothing before they are served.
    const first = this.#engine.waiting === 0;
    const id = this.#engine.submit(request.promptTokens, request.outputTokens, request.blocks);
    if (id === null) return failed;
    this.#requests.set(id, request);
    if (!this.#stepping) this.#begin(nowMs);
    else if (first) this.#endAfterStep(nowMs);
    return taken;
  }

  /** To be told of its faults when they begin and end, by their number. */
  planFaults(): void {
    for (const [at, { fromMs, toMs }] of this.upstream.faults.entries()) {
      this.#queue.plan(fromMs, faultBegins, this.#index, at);
      this.#queue.plan(toMs, faultEnds, this.#index, at);
    }
  }

  /** The gateway has given it up. */
  cancel(request: RoutedRequest, nowMs: number): void {
    this.#beforeChange(nowMs);
    for (const [id, one] of this.#requests) {
      if (one !== request) continue;
      if (this.#stepping) this.#endAfterStep(nowMs);
      this.#engine.cancel(id);
      this.#requests.delete(id);
      return;
    }
  }

  /** The steps that were planned have ended. */
  stepsEnded(version: number, nowMs: number): void {
    if (version !== this.#version) return;
    this.#beforeChange(nowMs);
    this.#stepping = false;
    const engine = this.#engine;
    engine.skip(this.#planned - 1);
    engine.applyStep();
    for (const [at, id] of engine.firstTokens.entries()) {
      const request = this.#requests.get(id);
      if (request) this.#listener.firstToken(request, engine.firstCachedTokens[at]!, nowMs);
    }
    for (const id of engine.finished) {
      const request = this.#requests.get(id);
      this.#requests.delete(id);
      if (!request) continue;
      this.#quota?.add(request.outputTokens, nowMs);
      this.#listener.lastToken(request, nowMs);
    }
    this.#begin(nowMs);
  }

  /** Answers the requests that are cut by it. */
  beginFault(fault: FaultSpan, nowMs: number): readonly RoutedRequest[] {
    this.#beforeChange(nowMs);
    if (this.#stepping) this.#endAfterStep(nowMs);
    this.#fault = fault;
    this.#factor = fault.kind === "slow" ? fault.factor : 1;
    if (fault.kind !== "crash") return [];
    const cut = [...this.#requests.values()];
    this.#requests.clear();
    this.#engine.clear();
    this.#stepping = false;
    this.#version++;
    return cut;
  }

  endFault(nowMs: number): void {
    this.#beforeChange(nowMs);
    if (this.#stepping) this.#endAfterStep(nowMs);
    this.#fault = null;
    this.#factor = 1;
    if (!this.#stepping) this.#begin(nowMs);
  }

  /** Requests that it has taken and not answered to the end. */
  get requests(): Iterable<RoutedRequest> {
    return this.#requests.values();
  }

  #beforeChange(nowMs: number): void {
    for (const watch of this.#watches) watch.beforeSourceChanges(nowMs);
  }

  #isDown(nowMs: number): boolean {
    return this.#fault?.kind === "crash" || nowMs < this.upstream.readyAtMs;
  }

  #begin(nowMs: number): void {
    if (this.#fault?.kind === "hang" || this.#engine.beginStep() === null) return;
    this.#stepping = true;
    this.#begunMs = nowMs;
    this.#plan(this.#engine.alike);
  }

  #plan(steps: number): void {
    this.#planned = steps;
    this.#queue.plan(this.#begunMs + this.#engine.msOf(steps) * this.#factor, stepsEnded, this.#index, ++this.#version);
  }

  /** Something has changed: the step under way ends as it would have, and the batch is composed anew. */
  #endAfterStep(nowMs: number): void {
    if (this.#planned === 1) return;
    this.#letPass(nowMs);
    if (this.#planned > 1) this.#plan(1);
  }

  /** Accounts for the steps that have ended by now. */
  #letPass(nowMs: number): void {
    const steps = this.#stepsEndedAt(nowMs);
    if (steps === 0) return;
    this.#begunMs += this.#engine.msOf(steps) * this.#factor;
    this.#engine.skip(steps);
    this.#planned -= steps;
  }

  /** Of those that are alike. */
  #stepsEndedAt(nowMs: number): number {
    if (!this.#stepping || this.#planned === 1) return 0;
    return this.#engine.endedWithin((nowMs - this.#begunMs) / this.#factor);
  }
}
