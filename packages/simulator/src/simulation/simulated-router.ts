import type { SimulatedUpstream } from "./simulated-upstream.ts";

/** An answer of `pick`: the request waits at the gateway and is asked about again whenever something has changed. */
export const hold = -1;
/** An answer of `pick`: nobody can serve the request; it fails. */
export const refuse = -2;
const firstPeer = -3;
/** An answer of `pick`: the gateway of that index takes the request over; it may not pass it on. */
export const passTo = (gateway: number): number => firstPeer - gateway;
/** The gateway that an answer of `pick` passes the request to; -1: it does not. */
export const passedTo = (picked: number): number => (picked <= firstPeer ? firstPeer - picked : -1);

/** One request at a gateway. What a router must not know beforehand says so. */
export type RoutedRequest = {
  /** In the workload. */
  readonly index: number;
  /** Conversation it belongs to. */
  readonly session: number;
  readonly promptTokens: number;
  /** Only to be read when the request has ended: nobody knows how long a reply will be. */
  readonly outputTokens: number;
  readonly blocks: ArrayLike<number>;
  readonly arrivedAtMs: number;
  /** Gateway that it is at. */
  gateway: number;
  /** It came from another gateway. */
  passedOn: boolean;
  /** Of the attempt under way, or of the last. */
  upstream: number;
  sentAtMs: number;
  /** Epoch of the first token at the gateway; -1 before. */
  firstTokenAtMs: number;
  /** Of the prompt, what the upstream of the last attempt had cached: known once it has replied. */
  cachedTokens: number;
  /** Attempts so far, this one included. */
  attempts: number;
  /** Upstreams of earlier attempts. */
  readonly tried: number[];
};

/** How an attempt failed, as the gateway sees it. */
export type AttemptFailure = {
  readonly cause: "connect" | "status" | "rate_limited" | "first_token_timeout" | "idle_timeout" | "cut";
  readonly midStream: boolean;
  readonly retryAfterMs: number | null;
};

/** What chooses upstreams at one gateway of a simulation. Times are simulated ms from its beginning. */
export type SimulatedRouter = {
  /** Index of an upstream, to which the request is then sent; or `hold`, `refuse`, `passTo(gateway)`. */
  pick(request: RoutedRequest, nowMs: number): number;
  onFirstToken(request: RoutedRequest, nowMs: number): void;
  /** The reply is complete. */
  onEnd(request: RoutedRequest, nowMs: number): void;
  onError(request: RoutedRequest, failure: AttemptFailure, nowMs: number): void;
  /**
   * After `onError`, before the first token: where to try again and after how long; null: the request fails. Routers without
   * it are asked by `pick` again, at most three attempts in all.
   */
  retry?(request: RoutedRequest, failure: AttemptFailure, nowMs: number): { upstream: number; delayMs: number } | null;
  /** The pause that `retry` asked for is over: the attempt is being sent. */
  onResume?(request: RoutedRequest, nowMs: number): void;
};

/** What an engine says of itself where it is scraped or probed. */
export type ScrapedLoad = {
  readonly running: number;
  readonly waiting: number;
  /** 0..1 */
  readonly kvUsage: number;
};

/** Told what an upstream that is asked over and over says. */
export type LoadWatcher = {
  /** A number of its own. The answer comes with the greater of what it was when it was asked for and when it came. */
  markOf(upstream: number): number;
  /** `load` is good for this call only. `readAtMs`: when the question was at the upstream. */
  answered(upstream: number, load: ScrapedLoad, mark: number, readAtMs: number): void;
};

/** An upstream that is asked over and over. */
export type LoadWatch = {
  /** To be called before the watcher's `markOf` changes. */
  catchUp(nowMs: number): void;
  /** To be called before the upstream's load changes: only what is read by now matters to it. */
  beforeSourceChanges(nowMs: number): void;
  /** Tells the watcher of the last answer that has come by now, unless it knows it. An upstream that is down gives none. */
  look(nowMs: number): void;
};

/** What a router stands on. */
export type RouterHost = {
  readonly upstreams: readonly SimulatedUpstream[];
  /** Index of the gateway that it serves. */
  readonly gateway: number;
  /** Region of each gateway. */
  readonly regions: readonly string[];
  /** There and back to each upstream. */
  readonly roundTripMs: readonly number[];
  /** There and back to each gateway. */
  readonly gatewayRoundTripMs: readonly number[];
  readonly blockTokens: number;
  /** 0 ≤ random() < 1, seeded. */
  readonly random: () => number;
  /** Calls back when that much simulated time has passed. */
  after(delayMs: number, call: (nowMs: number) => void): void;
  /** Asks an upstream for its load again and again, first after `firstMs`: question and answer take one way each. */
  watch(upstream: number, firstMs: number, everyMs: number, watcher: LoadWatcher): LoadWatch;
  /** Load of an upstream in this moment; null when it does not answer. Whoever asks pays for the way by `after`. */
  load(upstream: number): ScrapedLoad | null;
  /** How many of the first `upTo` blocks an upstream has cached in this moment, as the events of its cache would say. */
  cachedBlocks(upstream: number, blocks: ArrayLike<number>, upTo: number): number;
  /** Requests that the router of that gateway holds. */
  held(gateway: number): number;
  /** To be told whenever the router begins to leave an upstream alone because it failed. */
  takenOut(upstream: number): void;
};

export type RouterFactory = (host: RouterHost) => SimulatedRouter;
