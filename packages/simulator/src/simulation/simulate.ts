import { seededRandom } from "../seeded-random.ts";
import { arrivedRequest } from "./arrived-request.ts";
import * as kinds from "./event-kinds.ts";
import { EventQueue } from "./event-queue.ts";
import { GatewayTimers } from "./gateway-timers.ts";
import {
  type AttemptFailure,
  hold,
  passedTo,
  refuse,
  type RoutedRequest,
  type SimulatedRouter,
} from "./simulated-router.ts";
import { routerHost } from "./router-host.ts";
import type { SimulationSetup } from "./simulation-setup.ts";
import { SimulationResult } from "./simulation-result.ts";
import { UpstreamServer } from "./upstream-server.ts";
import { WaitingRoom } from "./waiting-room.ts";
import { Ways } from "./ways.ts";

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
  readonly #timers = new GatewayTimers(this.#queue);
  readonly #result: SimulationResult;
  readonly #servers: readonly UpstreamServer[];
  readonly #routers: readonly SimulatedRouter[];
  readonly #rooms: readonly WaitingRoom[];
  readonly #ways: Ways;
  readonly #requests: (RoutedRequest | null)[];
  /** On their way to the gateway. */
  readonly #failures: (Omit<AttemptFailure, "midStream"> | null)[];
  #left: number;
  #nowMs = 0;

  constructor(setup: SimulationSetup) {
    const { upstreams, workload, gateways, roundTripMs, timeouts, seed } = setup;
    const count = workload.arrivalMs.length;
    this.#setup = setup;
    this.#left = count;
    this.#result = new SimulationResult(workload, upstreams.length);
    this.#requests = Array.from({ length: count }, () => null);
    this.#failures = Array.from({ length: count }, () => null);
    this.#ways = new Ways(gateways, upstreams, roundTripMs);
    for (const delayMs of [...this.#ways.all, tickMs, timeouts.firstTokenMs ?? tickMs]) this.#queue.expect(delayMs);
    this.#rooms = gateways.map(() => new WaitingRoom());
    const listener = {
      firstToken: (request: RoutedRequest, cachedTokens: number, nowMs: number) =>
        this.#sendFirstToken(request, cachedTokens, nowMs),
      lastToken: (request: RoutedRequest, nowMs: number) => this.#sendLastToken(request, nowMs),
    };
    this.#servers = upstreams.map((upstream, index) => {
      const random = seededRandom(seed * 1009 + index);
      return new UpstreamServer(upstream, workload.blockTokens, index, this.#queue, listener, random);
    });
    const [ways, timers, servers, rooms] = [this.#ways, this.#timers, this.#servers, this.#rooms];
    const ground = { setup, result: this.#result, ways, timers, servers, rooms, nowMs: () => this.#nowMs };
    this.#routers = gateways.map((_, gateway) => setup.router(routerHost(gateway, ground)));
    for (const server of this.#servers) server.planFaults();
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
      case kinds.stepsEnded:
        return this.#servers[first]!.stepsEnded(second, this.#nowMs);
      case kinds.timer:
        return this.#callIn(this.#timers.ring(first, this.#nowMs));
      case kinds.faultBegins:
        return this.#beginFault(first, second);
      case kinds.faultEnds:
        return this.#servers[first]!.endFault(this.#nowMs);
      case kinds.tick:
        this.#rooms[first]!.tickPlanned = false;
        return this.#callIn(first);
    }
    const request = this.#requests[first];
    // Of an attempt that the gateway has given up.
    if (!request || request.attempts !== second) return;
    switch (kind) {
      case kinds.reached:
        return this.#reach(request);
      case kinds.firstToken:
        return this.#receiveFirstToken(request);
      case kinds.lastToken:
        return this.#complete(request);
      case kinds.failed:
        // Its first token may have come while the bad news was on its way.
        return this.#fail(request, { ...this.#failures[first]!, midStream: request.firstTokenAtMs >= 0 });
      case kinds.timedOut:
        if (request.firstTokenAtMs < 0) this.#giveUp(request, "first_token_timeout");
        return;
      case kinds.silent:
        return this.#giveUp(request, "idle_timeout");
      case kinds.again:
        this.#routers[request.gateway]!.onResume?.(request, this.#nowMs);
        return this.#send(request, request.upstream);
    }
  }

  #arrive(index: number): void {
    const request = arrivedRequest(this.#setup.workload, index, this.#nowMs);
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
      const wayMs = this.#ways.betweenGateways(request.gateway, peer);
      request.gateway = peer;
      request.passedOn = true;
      this.#timers.begin(peer, wayMs, this.#nowMs, () => this.#receive(request));
    }
    return true;
  }

  /** Asks again about those that wait at a gateway, in their order. */
  #callIn(gateway: number): void {
    const room = this.#rooms[gateway]!;
    if (room.length === 0) return;
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
    this.#queue.planIn(tickMs, this.#nowMs, kinds.tick, gateway, 0);
  }

  #send(request: RoutedRequest, upstream: number): void {
    const { firstTokenMs } = this.#setup.timeouts;
    request.upstream = upstream;
    request.sentAtMs = this.#nowMs;
    request.attempts++;
    this.#result.upstream[request.index] = upstream;
    this.#result.sentMs[request.index] = this.#nowMs;
    this.#result.attempts[request.index] = request.attempts;
    this.#queue.planIn(this.#ways.ofAttempt(request), this.#nowMs, kinds.reached, request.index, request.attempts);
    if (firstTokenMs !== null)
      this.#queue.planIn(firstTokenMs, this.#nowMs, kinds.timedOut, request.index, request.attempts);
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
    this.#queue.planIn(this.#ways.ofAttempt(request), nowMs, kinds.firstToken, request.index, request.attempts);
  }

  #sendLastToken(request: RoutedRequest, nowMs: number): void {
    this.#queue.planIn(this.#ways.ofAttempt(request), nowMs, kinds.lastToken, request.index, request.attempts);
  }

  #sendFailure(request: RoutedRequest, failure: Omit<AttemptFailure, "midStream">): void {
    this.#failures[request.index] = failure;
    this.#queue.planIn(this.#ways.ofAttempt(request), this.#nowMs, kinds.failed, request.index, request.attempts);
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
        this.#queue.plan(this.#nowMs + step.delayMs, kinds.again, request.index, request.attempts);
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
      if (request.firstTokenAtMs >= 0) this.#queue.plan(silentMs, kinds.silent, request.index, request.attempts);
  }

  /** From the gateway that serves it to the one it came to. */
  #wayBack({ passedOn, gateway, index }: RoutedRequest): number {
    return passedOn ? this.#ways.betweenGateways(gateway, this.#setup.workload.gateway?.[index] ?? 0) : 0;
  }
}
