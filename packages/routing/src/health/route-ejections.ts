import type { OutlierEjectionOptions } from "../routing-table.ts";
import type { UpstreamHealth } from "./upstream-health.ts";

/** Ejections grow with each repeat, up to this or the base, whichever is longer (Envoy's ceiling). */
const maxEjectionMs = 300_000;

/** Up to a tenth is added at random, so that gateways do not all probe at the same moment. */
const jitterShare = 0.1;

/** Failures in a row that set an upstream apart from its peers, as Envoy's. */
const consecutiveFailures = 5;

/** An error rate is an outlier when it is this much above that of its peers, and at least twice theirs. */
const rateMargin = 0.1;

/**
 * And when chance alone would bring so many failures less than once in 10,000: of 20 requests three that failed are above
 * any margin, and befall every healthy upstream some time of the day.
 */
const leastSurprise = Math.log(10_000);

/** One target of a route, as ejection sees it. */
export type EjectionPlace = {
  readonly health: UpstreamHealth;
  /** Epoch ms; 0 when not ejected. In the past: on probation, one request at a time until one succeeds. */
  untilMs: number;
  /** Ejections that are remembered; one is forgotten for each two base times after the return. */
  repeats: number;
  returnedAtMs: number;
};

const [untilAt, repeatsAt, returnedAt] = [0, 1, 2] as const;

/** A place whose numbers lie where others see them too. */
export class PlaceCell implements EjectionPlace {
  readonly health: UpstreamHealth;
  readonly numbers: Float64Array;

  static readonly initial: readonly number[] = [0, 0, 0];

  constructor(health: UpstreamHealth, numbers: Float64Array) {
    this.health = health;
    this.numbers = numbers;
  }

  get untilMs(): number {
    return this.numbers[untilAt]!;
  }

  set untilMs(ms: number) {
    this.numbers[untilAt] = ms;
  }

  get repeats(): number {
    return this.numbers[repeatsAt]!;
  }

  set repeats(count: number) {
    this.numbers[repeatsAt] = count;
  }

  get returnedAtMs(): number {
    return this.numbers[returnedAt]!;
  }

  set returnedAtMs(ms: number) {
    this.numbers[returnedAt] = ms;
  }
}

/** Outlier ejection within one route: takes out targets that are worse than their peers, never more than a share of them. */
export class RouteEjections {
  readonly places: readonly EjectionPlace[];
  readonly #options: OutlierEjectionOptions;

  constructor(options: OutlierEjectionOptions, places: readonly EjectionPlace[]) {
    this.#options = options;
    this.places = places;
  }

  /** Ejects the place if its failures set it apart from its peers and the share allows it. Called after each failure. */
  consider(place: EjectionPlace, nowMs: number, random: () => number): void {
    if (place.untilMs === 0 && this.places.length > 1 && this.#isOutlier(place, nowMs))
      this.#eject(place, nowMs, random);
  }

  /** Out again, for longer; stays on probation when the share does not allow it. */
  probeFailed(place: EjectionPlace, nowMs: number, random: () => number): void {
    if (place.untilMs !== 0 && place.untilMs <= nowMs) this.#eject(place, nowMs, random);
  }

  /** Back among its peers, when its time was up. */
  probeSucceeded(place: EjectionPlace, nowMs: number): boolean {
    if (place.untilMs === 0 || place.untilMs > nowMs) return false;
    place.untilMs = 0;
    place.returnedAtMs = nowMs;
    return true;
  }

  #eject(place: EjectionPlace, nowMs: number, random: () => number): void {
    const { baseEjectionMs, maxEjectionShare } = this.#options;
    let ejected = 0;
    for (const other of this.places) if (other.untilMs > nowMs) ejected++;
    if (ejected >= Math.max(1, Math.floor(maxEjectionShare * this.places.length))) return;
    const forgotten = place.untilMs === 0 ? Math.floor((nowMs - place.returnedAtMs) / (2 * baseEjectionMs)) : 0;
    place.repeats = Math.max(0, place.repeats - forgotten) + 1;
    const lengthMs = Math.min(baseEjectionMs * place.repeats, Math.max(maxEjectionMs, baseEjectionMs));
    place.untilMs = nowMs + lengthMs * (1 + jitterShare * random());
  }

  #isOutlier(place: EjectionPlace, nowMs: number): boolean {
    const { minRequests } = place.health.options.circuitBreaker;
    if (place.health.consecutiveFailures >= consecutiveFailures) return true;
    const own = place.health.windowAt(nowMs);
    if (own.requests < minRequests) return false;
    let requests = 0;
    let failures = 0;
    for (const peer of this.places) {
      if (peer === place) continue;
      const window = peer.health.windowAt(nowMs);
      requests += window.requests;
      failures += window.failures;
    }
    if (requests < minRequests) return false;
    const peersRate = failures / requests;
    const margin = Math.max(2 * peersRate, peersRate + rateMargin);
    // Peers that have failed nothing yet will: as one more request that did.
    return (
      own.failures / own.requests >= margin &&
      surpriseOf(own.failures, own.requests, (failures + 1) / (requests + 2)) >= leastSurprise
    );
  }
}

/** −ln of the chance of so many failures or more at this rate, as Chernoff bounds it from above. For more than are expected. */
function surpriseOf(failures: number, requests: number, rate: number): number {
  const succeeded = requests - failures;
  const rest = succeeded === 0 ? 0 : succeeded * Math.log(succeeded / requests / (1 - rate));
  return failures * Math.log(failures / requests / rate) + rest;
}
