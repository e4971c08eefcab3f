import { enginePresets } from "../engine/engine-presets.ts";
import { notSentYet } from "../simulation/arrived-request.ts";
import { noBlocks } from "../engine/sequence.ts";
import { seededRandom } from "../seeded-random.ts";
import type {
  AttemptFailure,
  RoutedRequest,
  RouterFactory,
  RouterHost,
  ScrapedLoad,
  SimulatedRouter,
} from "../simulation/simulated-router.ts";
import { type SimulatedUpstream, simulatedUpstream } from "../simulation/simulated-upstream.ts";

/** A router at a gateway of its own, whose clock and upstreams only the test moves. */
export class PeerBench {
  readonly router: SimulatedRouter;
  readonly loads: (ScrapedLoad | null)[];
  nowMs = 0;
  readonly #timers: { readonly atMs: number; readonly call: (nowMs: number) => void }[] = [];
  #index = 0;

  constructor(
    factory: RouterFactory,
    upstreams: number | readonly SimulatedUpstream[],
    more: Partial<RouterHost> = {},
  ) {
    const model = enginePresets["llama-3-8b-a100"];
    const fleet =
      typeof upstreams === "number"
        ? Array.from({ length: upstreams }, (_, at) => simulatedUpstream(`u${at}`, model))
        : upstreams;
    this.loads = fleet.map(() => ({ running: 0, waiting: 0, kvUsage: 0 }));
    this.router = factory({
      upstreams: fleet,
      gateway: 0,
      regions: ["us-east"],
      roundTripMs: fleet.map(() => 0),
      gatewayRoundTripMs: [0],
      blockTokens: 16,
      random: seededRandom(1),
      after: (delayMs, call) => this.#after(delayMs, call),
      watch: () => ({ catchUp() {}, beforeSourceChanges() {}, look() {} }),
      load: (upstream) => this.loads[upstream] ?? null,
      cachedBlocks: () => 0,
      held: () => 0,
      takenOut() {},
      ...more,
    });
  }

  /** Moves the clock, and rings what is due on the way. */
  wait(ms: number): void {
    const untilMs = this.nowMs + ms;
    for (;;) {
      this.#timers.sort((a, b) => a.atMs - b.atMs);
      const next = this.#timers[0];
      if (!next || next.atMs > untilMs) break;
      this.#timers.shift();
      this.nowMs = next.atMs;
      next.call(this.nowMs);
    }
    this.nowMs = untilMs;
  }

  request(more: Partial<RoutedRequest> = {}): RoutedRequest {
    const index = this.#index++;
    const plain = { index, session: index, promptTokens: 1_000, outputTokens: 100, blocks: noBlocks };
    return { ...plain, ...notSentYet(), gateway: 0, arrivedAtMs: this.nowMs, ...more };
  }

  /** Sends a request where the router says, and leaves it in flight. */
  send(more: Partial<RoutedRequest> = {}): RoutedRequest {
    const request = this.request(more);
    request.upstream = this.router.pick(request, this.nowMs);
    request.sentAtMs = this.nowMs;
    request.attempts = 1;
    return request;
  }

  firstToken(request: RoutedRequest): void {
    request.firstTokenAtMs = this.nowMs;
    this.router.onFirstToken(request, this.nowMs);
  }

  end(request: RoutedRequest): void {
    if (request.firstTokenAtMs < 0) this.firstToken(request);
    this.router.onEnd(request, this.nowMs);
  }

  fail(request: RoutedRequest, cause: AttemptFailure["cause"]): void {
    this.router.onError(request, { cause, midStream: false, retryAfterMs: null }, this.nowMs);
    request.tried.push(request.upstream);
  }

  #after(delayMs: number, call: (nowMs: number) => void): void {
    this.#timers.push({ atMs: this.nowMs + delayMs, call });
  }

  /** Where the next `count` requests go, each left in flight. */
  where(count: number, more: Partial<RoutedRequest> = {}): number[] {
    return Array.from({ length: count }, () => this.send(more).upstream);
  }
}
