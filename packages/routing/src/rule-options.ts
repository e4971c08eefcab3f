import type { UpstreamSelection } from "./upstream-selection.ts";

/** What a route prefers, and when. Of several rules the first that applies wins. */
export type Rule = {
  readonly name: string;
  readonly when: Condition;
  /** They come first, of those that are allowed and available. */
  readonly prefer: UpstreamSelection;
};

/** Every given part must hold. */
export type Condition = {
  readonly schedule?: Schedule;
  /** Patterns; any of the request's tags fits any of them. */
  readonly tags?: readonly string[];
  /** Lower-case header name → patterns; all of the headers. */
  readonly headers?: Readonly<Record<string, readonly string[]>>;
  /** Patterns of the names of gateway keys, any of them. */
  readonly keys?: readonly string[];
  /** Patterns of the caller's region, any of them. */
  readonly region?: readonly string[];
  /** What is measured, or told from outside. */
  readonly measured?: readonly MeasuredCondition[];
  /** How hard the prompt looks, 0 to 1; one bound or both. */
  readonly complexity?: { readonly above?: number; readonly below?: number };
};

/** A condition that holds for a while, whatever the request. What is measured is so of all requests, of all routes. */
export type MeasuredCondition = UpstreamsCondition | SpendCondition | SignalCondition;

/** Against flapping. */
type Steadiness = {
  /** It begins to hold once the value has been beyond its bound for this long. */
  readonly forMs: number;
  /** It holds for this long at least. */
  readonly holdMs: number;
};

type Above = Steadiness & {
  readonly above: number;
  /** It ceases to hold below this; null: as soon as the value is no longer above. */
  readonly recoverBelow: number | null;
};

/** Of latencies the bounds are ms, of `error_rate` and `quota_used` 0..1, of `in_flight` requests. */
export type UpstreamsCondition = Above & {
  readonly measure: "first_token_p95" | "response_p95" | "error_rate" | "in_flight" | "quota_used";
  /** Those that it names, of all upstreams; without names, of the route's targets. */
  readonly of: UpstreamSelection;
  /** How far back the value looks; 0 for what is known of this moment. */
  readonly windowMs: number;
};

/** Of the route's spend limit, 0..1. */
export type SpendCondition = Above & { readonly measure: "spend_used" };

/** Every bound that is given holds of a value that an outside system has set. */
export type SignalCondition = Steadiness & {
  readonly measure: "signal";
  readonly name: string;
  readonly above: number | null;
  readonly below: number | null;
  readonly equals: string | null;
};

export type SignalValue = number | boolean | string;

/** What outside systems have set. */
export interface Signals {
  /** null: nobody has, or it is too long ago. */
  valueOf(name: string, nowMs: number): SignalValue | null;
}

/** What a clock on the wall shows: from inclusive, to exclusive; over midnight where it ends before it begins. */
export type Schedule = {
  /** On which the window begins, 0 is Monday; null: every day. */
  readonly days: readonly number[] | null;
  /** Minutes since midnight. */
  readonly fromMinute: number;
  readonly toMinute: number;
  /** IANA name. */
  readonly timeZone: string;
};
