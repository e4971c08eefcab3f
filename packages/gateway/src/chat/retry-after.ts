import type { IncomingHttpHeaders } from "node:http";
import { firstOf } from "./first-of.ts";

/** How long an upstream asks to be left alone: `retry-after-ms`, else `retry-after` in seconds or as a date; null: it does not say. */
export function readRetryAfter(headers: IncomingHttpHeaders, nowMs: number): number | null {
  const precise = count(firstOf(headers["retry-after-ms"]));
  if (precise !== null) return precise;
  const text = firstOf(headers["retry-after"]);
  if (text === undefined || text === "") return null;
  const seconds = count(text);
  if (seconds !== null) return seconds * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - nowMs);
}

/** At most 12 digits before the point: no number that a clock could not take. */
const number = /^\d{1,12}(?:\.\d*)?$/;

const count = (text: string | undefined): number | null =>
  text !== undefined && number.test(text) ? Number(text) : null;
