import { seededRandom } from "../seeded-random.ts";
import { noBlocks } from "../engine/sequence.ts";
import { EventQueue } from "./event-queue.ts";
import {
  type AttemptFailure,
  hold,
  passedTo,
  refuse,
  type RoutedRequest,
  type RouterFactory,
  type SimulatedRouter,
} from "./simulated-router.ts";
import type { SimulatedUpstream } from "./simulated-upstream.ts";
import { SimulationResult } from "./simulation-result.ts";
import { UpstreamServer } from "./upstream-server.ts";
import { WaitingRoom } from "./waiting-room.ts";
import type { Workload } from "./workload.ts";

/** All that a run depends on: the same setup gives the same result. */
export type SimulationSetup = {
  readonly upstreams: readonly SimulatedUpstream[];
  readonly workload: Workload;
  /** Region of each gateway. */
  readonly gateways: readonly string[];
  /** There and back between two regions. */
  readonly roundTripMs: (from: string, to: string) => number;
  /** Called once for each gateway. */
  readonly router: RouterFactory;
  /** An attempt without a first token by then is given up, and a stream that is silent for so long has failed; null: never. */
  readonly timeouts: { readonly firstTokenMs: number | null; readonly idleMs: number };
  readonly seed: number;
};

const [
  stepsEnded,
  reached,
  firstToken,
  lastToken,
  failed,
  timedOut,
  silent,
  again,
  timer,
  faultBegins,
  faultEnds,
  tick,
] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] as const;

/** Attempts in all of routers that leave retries to the gateway. */
const maxAttempts = 3;

/** What waits at a gateway is asked about again at least this often, as SkyLB's queue. */
const tickMs = 10;

/** So long after the last arrival whatever has not ended never will. */
const patienceMs = 3_600_000;

/** Runs a workload against a fleet in simulated time. */
export function simulate(setup: SimulationSetup): SimulationResult {
  return new Simulation(setup).run();
}

class Simulation {
  readonly #setup: SimulationSetup;
  readonly #queue = new EventQueue();
  readonly #result: SimulationResult;
  readonly #servers: readonly UpstreamServer[];
  readonly #routers: readonly SimulatedRouter[];
  readonly #rooms: readonly WaitingRoom[];
  /** One way, by gateway and upstream. */
  readonly #wayMs: readonly (readonly number[])[];
  readonly #gatewayWayMs: readonly (readonly number[])[];
  readonly #requests: (RoutedRequest | null)[];
  /** On their way to the gateway. */
  readonly #failures: (Omit<AttemptFailure, "midStream"> | null)[];
  readonly #timers: (((nowMs: number) => void) | null)[] = [];
  readonly #timerGateways: number[] = [];
  readonly #freeTimers: number[] = [];
  #left: number;
  #nowMs = 0;

  constructor(setup: SimulationSetup) {
    const { upstreams, workload, gateways, roundTripMs, router, seed } = setup;
    const count = workload.arrivalMs.length;
    this.#setup = setup;
    this.#left = count;
    this.#result = new SimulationResult(workload, upstreams.length);
    this.#requests = Array.from({ length: count }, () => null);
    this.#failures = Array.from({ length: count }, () => null);
    this.#wayMs = gateways.map((from) => upstreams.map(({ region }) => roundTripMs(from, region) / 2));
    this.#gatewayWayMs = gateways.map((from) => gateways.map((to) => roundTripMs(from, to) / 2));
    this.#rooms = gateways.map(() => new WaitingRoom());
    this.#servers = upstreams.map(
      (upstream, index) =>
        new UpstreamServer(
          upstream,
          workload.blockTokens,
          index,
          this.#queue,
          stepsEnded,
          {
            firstToken: (request, cachedTokens, nowMs) => this.#sendFirstToken(request, cachedTokens, nowMs),
            lastToken: (request, nowMs) => this.#sendLastToken(request, nowMs),
          },
          seededRandom(seed * 1009 + index),
        ),
    );
    this.#routers = gateways.map((_, gateway) =>
      router({
        upstreams,
        gateway,
        regions: gateways,
        roundTripMs: this.#wayMs[gateway]!.map((ms) => 2 * ms),
        gatewayRoundTripMs: this.#gatewayWayMs[gateway]!.map((ms) => 2 * ms),
        blockTokens: workload.blockTokens,
        random: seededRandom(seed * 7919 + gateway),
        after: (delayMs, call) => this.#after(gateway, delayMs, call),
        load: (upstream) => this.#servers[upstream]!.loadAt(this.#nowMs),
        cachedBlocks: (upstream, blocks, upTo) => this.#servers[upstream]!.cachedBlocks(blocks, upTo),
        held: (other) => this.#rooms[other]!.length,
        takenOut: (upstream) => void this.#result.takenOut[upstream]!++,
      }),
    );
    for (const [index, { faults }] of upstreams.entries()) {
      for (const [at, { fromMs, toMs }] of faults.entries()) {
        this.#queue.plan(fromMs, faultBegins, index, at);
        this.#queue.plan(toMs, faultEnds, index, at);
      }
    }
  }

  run(): SimulationResult {
    const { arrivalMs } = this.#setup.workload;
    const queue = this.#queue;
    const untilMs = (arrivalMs.at(-1) ?? 0) + patienceMs;
    let next = 0;
    while (this.#left > 0) {
      if (next < arrivalMs.length && arrivalMs[next]! <= queue.nextMs) {
        this.#nowMs = arrivalMs[next]!;
        this.#arrive(next++);
        continue;
      }
      if (queue.length === 0 || queue.nextMs > untilMs) break;
      queue.take();
      this.#nowMs = queue.timeMs;
      this.#happen(queue.kind, queue.first, queue.second);
    }
    for (const [index, server] of this.#servers.entries()) this.#result.preemptions[index] = server.preemptions;
    return this.#result;
  }

  #happen(kind: number, first: number, second: number): void {
    switch (kind) {
      case stepsEnded:
        return this.#servers[first]!.stepsEnded(second, this.#nowMs);
      case timer:
        return this.#ring(first);
      case faultBegins:
        return this.#beginFault(first, second);
      case faultEnds:
        return this.#servers[first]!.endFault(this.#nowMs);
      case tick:
        this.#rooms[first]!.tickPlanned = false;
        return this.#callIn(first);
    }
    const request = this.#requests[first];
    // Of an attempt that the gateway has given up.
    if (!request || request.attempts !== second) return;
    switch (kind) {
      case reached:
        return this.#reach(request);
      case firstToken:
        return this.#receiveFirstToken(request);
      case lastToken:
        return this.#complete(request);
      case failed:
        // Its first token may have come while the bad news was on its way.
        return this.#fail(request, { ...this.#failures[first]!, midStream: request.firstTokenAtMs >= 0 });
      case timedOut:
        if (request.firstTokenAtMs < 0) this.#giveUp(request, "first_token_timeout");
        return;
      case silent:
        return this.#giveUp(request, "idle_timeout");
      case again:
        this.#routers[request.gateway]!.onResume?.(request, this.#nowMs);
        return this.#send(request, request.upstream);
    }
  }

  #arrive(index: number): void {
    const { promptTokens, outputTokens, blocks, session, gateway } = this.#setup.workload;
    const request: RoutedRequest = {
      index,
      session: session?.[index] ?? index,
      promptTokens: promptTokens[index]!,
      outputTokens: outputTokens[index]!,
      blocks: blocks?.[index] ?? noBlocks,
      arrivedAtMs: this.#nowMs,
      gateway: gateway?.[index] ?? 0,
      passedOn: false,
      upstream: -1,
      sentAtMs: 0,
      firstTokenAtMs: -1,
      cachedTokens: 0,
      attempts: 0,
      tried: [],
    };
    this.#requests[index] = request;
    this.#receive(request);
  }

  /** A request has come to a gateway. Nobody overtakes those that wait there. */
  #receive(request: RoutedRequest): void {
    const room = this.#rooms[request.gateway]!;
    if (room.length > 0) room.add(request);
    else if (!this.#ask(request)) room.add(request);
    this.#planTick(request.gateway);
  }

  /** False: it is to wait. */
  #ask(request: RoutedRequest): boolean {
    const picked = this.#routers[request.gateway]!.pick(request, this.#nowMs);
    if (picked === hold) return false;
    const peer = passedTo(picked);
    if (picked === refuse) this.#end(request, "refused");
    else if (peer < 0) this.#send(request, picked);
    else {
      const wayMs = this.#gatewayWayMs[request.gateway]![peer]!;
      request.gateway = peer;
      request.passedOn = true;
      this.#after(peer, wayMs, () => this.#receive(request));
    }
    return true;
  }

  /** Asks again about those that wait at a gateway, in their order. */
  #callIn(gateway: number): void {
    const room = this.#rooms[gateway]!;
    const { firstTokenMs } = this.#setup.timeouts;
    for (let request = room.first; request; request = room.first) {
      if (firstTokenMs !== null && this.#nowMs - request.arrivedAtMs >= firstTokenMs) this.#end(request, "refused");
      else if (!this.#ask(request)) break;
      room.shift();
    }
    this.#planTick(gateway);
  }

  #planTick(gateway: number): void {
    const room = this.#rooms[gateway]!;
    if (room.length === 0 || room.tickPlanned) return;
    room.tickPlanned = true;
    this.#queue.plan(this.#nowMs + tickMs, tick, gateway, 0);
  }

  #send(request: RoutedRequest, upstream: number): void {
    const { firstTokenMs } = this.#setup.timeouts;
    request.upstream = upstream;
    request.sentAtMs = this.#nowMs;
    request.attempts++;
    this.#result.upstream[request.index] = upstream;
    this.#result.sentMs[request.index] = this.#nowMs;
    this.#result.attempts[request.index] = request.attempts;
    this.#queue.plan(this.#nowMs + this.#way(request), reached, request.index, request.attempts);
    if (firstTokenMs !== null) this.#queue.plan(this.#nowMs + firstTokenMs, timedOut, request.index, request.attempts);
  }

  #reach(request: RoutedRequest): void {
    const reception = this.#servers[request.upstream]!.receive(request, this.#nowMs);
    if (reception.kind === "taken") return;
    const retryAfterMs = reception.kind === "rate_limited" ? reception.retryAfterMs : null;
    this.#sendFailure(request, { cause: reception.kind, retryAfterMs });
  }

  #sendFirstToken(request: RoutedRequest, cachedTokens: number, nowMs: number): void {
    this.#result.cachedTokens[request.index] = cachedTokens;
    request.cachedTokens = cachedTokens;
    this.#queue.plan(nowMs + this.#way(request), firstToken, request.index, request.attempts);
  }

  #sendLastToken(request: RoutedRequest, nowMs: number): void {
    this.#queue.plan(nowMs + this.#way(request), lastToken, request.index, request.attempts);
  }

  #sendFailure(request: RoutedRequest, failure: Omit<AttemptFailure, "midStream">): void {
    this.#failures[request.index] = failure;
    this.#queue.plan(this.#nowMs + this.#way(request), failed, request.index, request.attempts);
  }

  #receiveFirstToken(request: RoutedRequest): void {
    request.firstTokenAtMs = this.#nowMs;
    this.#result.firstTokenMs[request.index] = this.#nowMs + this.#wayBack(request);
    this.#routers[request.gateway]!.onFirstToken(request, this.#nowMs);
    this.#callIn(request.gateway);
  }

  #complete(request: RoutedRequest): void {
    this.#routers[request.gateway]!.onEnd(request, this.#nowMs);
    const { price } = this.#setup.upstreams[request.upstream]!;
    const cached = this.#result.cachedTokens[request.index]!;
    if (price) {
      const input = (request.promptTokens - cached) * price.input + cached * price.cachedInput;
      this.#result.costUsd[request.index] = (input + request.outputTokens * price.output) / 1e6;
    }
    this.#end(request, "completed");
    this.#callIn(request.gateway);
  }

  /** The gateway waits no longer for an attempt. */
  #giveUp(request: RoutedRequest, cause: "first_token_timeout" | "idle_timeout"): void {
    this.#servers[request.upstream]!.cancel(request, this.#nowMs);
    this.#fail(request, { cause, midStream: request.firstTokenAtMs >= 0, retryAfterMs: null });
  }

  #fail(request: RoutedRequest, failure: AttemptFailure): void {
    const { upstream, gateway } = request;
    if (failure.cause === "rate_limited") this.#result.rateLimited[upstream]! += 1;
    else this.#result.failures[upstream]! += 1;
    const router = this.#routers[gateway]!;
    router.onError(request, failure, this.#nowMs);
    request.tried.push(upstream);
    if (failure.midStream) this.#end(request, "cut");
    else if (router.retry) {
      const step = router.retry(request, failure, this.#nowMs);
      if (step === null) this.#end(request, "failed");
      else if (step.delayMs === 0) this.#send(request, step.upstream);
      else {
        request.upstream = step.upstream;
        this.#queue.plan(this.#nowMs + step.delayMs, again, request.index, request.attempts);
      }
    } else if (request.attempts >= maxAttempts) this.#end(request, "failed");
    else this.#receive(request);
    this.#callIn(gateway);
  }

  #end(request: RoutedRequest, end: "completed" | "failed" | "cut" | "refused"): void {
    this.#result.setEnd(request.index, end);
    this.#result.endMs[request.index] = this.#nowMs + this.#wayBack(request);
    this.#requests[request.index] = null;
    this.#left--;
  }

  #beginFault(upstream: number, at: number): void {
    const fault = this.#setup.upstreams[upstream]!.faults[at]!;
    const server = this.#servers[upstream]!;
    for (const request of server.beginFault(fault, this.#nowMs))
      this.#sendFailure(request, { cause: "cut", retryAfterMs: null });
    if (fault.kind !== "hang") return;
    const silentMs = this.#nowMs + this.#setup.timeouts.idleMs;
    if (silentMs >= fault.toMs) return;
    for (const request of server.requests)
      if (request.firstTokenAtMs >= 0) this.#queue.plan(silentMs, silent, request.index, request.attempts);
  }

  #after(gateway: number, delayMs: number, call: (nowMs: number) => void): void {
    const slot = this.#freeTimers.pop() ?? this.#timers.length;
    this.#timers[slot] = call;
    this.#timerGateways[slot] = gateway;
    this.#queue.plan(this.#nowMs + delayMs, timer, slot, 0);
  }

  #ring(slot: number): void {
    const call = this.#timers[slot];
    this.#timers[slot] = null;
    this.#freeTimers.push(slot);
    call?.(this.#nowMs);
    this.#callIn(this.#timerGateways[slot]!);
  }

  /** One way between the gateway and the upstream of the attempt. */
  #way(request: RoutedRequest): number {
    return this.#wayMs[request.gateway]![request.upstream]!;
  }

  /** From the gateway that serves it to the one it came to. */
  #wayBack({ passedOn, gateway, index }: RoutedRequest): number {
    return passedOn ? this.#gatewayWayMs[gateway]![this.#setup.workload.gateway?.[index] ?? 0]! : 0;
  }
}
