import type { IncomingHttpHeaders } from "node:http";

/** How long an upstream asks to be left alone: `retry-after-ms`, else `retry-after` in seconds or as a date; null: it does not say. */
export function readRetryAfter(headers: IncomingHttpHeaders, nowMs: number): number | null {
  const precise = Number(headers["retry-after-ms"] ?? Number.NaN);
  if (precise >= 0) return precise;
  const text = headers["retry-after"];
  if (text === undefined || text === "") return null;
  const seconds = Number(text);
  if (seconds >= 0) return seconds * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - nowMs);
}
