import type { AttemptRecord } from "@meridian/metrics";
import { causeWords } from "@meridian/routing";
import { formatDuration } from "../format/format-duration.ts";

const kinds = { first: "First attempt", retry: "Retry", fallback: "Fallback", hedge: "Hedge" } as const;

/** Why an upstream was called, what went wrong, and of two that were asked side by side which one answered. */
export function attemptWords(attempt: AttemptRecord, all: readonly AttemptRecord[]): string {
  const { as, cause, retryAfterMs } = attempt;
  const first = all.find((each) => each.as === "first");
  const hedge = all.find((each) => each.as === "hedge");
  const beside = as === "first" ? hedge : as === "hedge" ? first : undefined;
  return [
    kinds[as],
    ...(as === "hedge" && first ? [askedBeside(attempt, first)] : []),
    ...(cause === null ? [] : [`: ${causeWords[cause].toLowerCase()}`]),
    ...(retryAfterMs === null ? [] : [`, asked for ${formatDuration(retryAfterMs)} pause`]),
    ...(beside ? [outcomeBeside(attempt, beside)] : []),
  ].join("");
}

function askedBeside({ startedAtMs, hedgeAfter }: AttemptRecord, first: AttemptRecord): string {
  const waited = formatDuration(startedAtMs - first.startedAtMs);
  const why = hedgeAfter === "p95" ? ", as 95 of 100 such streams have there" : "";
  return `, asked too as ${first.upstream} had no first token after ${waited}${why}`;
}

function outcomeBeside(attempt: AttemptRecord, other: AttemptRecord): string {
  if (attempt.outrun) return `; let go, as ${other.upstream} began first`;
  if (other.outrun) return "; began first, and answered";
  return attempt.outcome === "completed" ? "; answered, as the other one failed" : "";
}
