import type { LiveRequest } from "@meridian/live-protocol";

const kept = 500;

/** The newest requests of the live feed, newest first. Immutable: every change gives a new list. */
export type RequestTail = {
  readonly requests: readonly LiveRequest[];
  /** How many more there were than gateways could show. */
  readonly omitted: number;
};

export const emptyTail: RequestTail = { requests: [], omitted: 0 };

/** Puts a tick's requests (newest last) on top; keeps 500. */
export function extendTail(tail: RequestTail, requests: readonly LiveRequest[], omitted: number): RequestTail {
  if (requests.length === 0 && omitted === 0) return tail;
  return { requests: [...requests.toReversed(), ...tail.requests].slice(0, kept), omitted: tail.omitted + omitted };
}
