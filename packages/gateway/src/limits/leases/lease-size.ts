import type { LeasedKind } from "./leased-meter.ts";

/** A lease covers what was lately used in this time: some exchanges may be late without a request being refused. */
const aheadSeconds = 2;

/** While another gateway starves: until the next exchange. */
const aheadWhenStarvingSeconds = 0.3;

/** What one meter of this gateway lately did. */
export type MeterPace = {
  readonly kind: LeasedKind;
  readonly limit: number;
  /** What is set aside for running requests included. */
  readonly used: number;
  readonly perSecond: number;
  /** The largest amount that was lately refused for want of a lease; 0: none. */
  readonly need: number;
  readonly gateways: number;
  /** Another gateway found too little. */
  readonly starvedElsewhere: boolean;
};

/**
 * How much beyond what it has used a gateway wants to hold: about what it uses in 2 s, and idle enough for the first
 * requests not to be refused. Also alone it does not hold everything: a crash strands what is held for a minute, and of a
 * spend limit until its period ends.
 */
export function leaseAhead(pace: MeterPace): number {
  const { kind, limit, perSecond, need, gateways, starvedElsewhere } = pace;
  const seconds = starvedElsewhere ? aheadWhenStarvingSeconds : aheadSeconds;
  const soon = kind === "inFlight" ? soonInFlight(pace) : perSecond * seconds;
  const ready = starvedElsewhere ? 0 : Math.max(1, need, limit / (gateways * (kind === "spend" ? 128 : 2)));
  return Math.ceil(Math.max(soon, ready));
}

/** Of what is in flight the level counts and not the pace. Places that come free are for who has none. */
const soonInFlight = ({ used, starvedElsewhere }: MeterPace): number =>
  starvedElsewhere ? 0 : (used * aheadSeconds) / 8;
