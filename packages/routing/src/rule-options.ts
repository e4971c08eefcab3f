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
};

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
