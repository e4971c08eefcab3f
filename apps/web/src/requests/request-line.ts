import type { LiveRequest } from "@meridian/live-protocol";
import type { RequestFilter } from "./log-view.ts";

/** One line of the log, from history or from the live tail, which does not know the model. */
export type RequestLine = LiveRequest & { readonly requestedModel?: string | null };

/** Filters by what a line of the live tail knows of its request. */
const judged = ["outcome", "route", "upstream", "configVersion", "status", "errorCode", "stream"] as const;

/** Whether the live tail can tell which of its lines fit. If not, history has to be asked. */
export function tailCanJudge(filter: RequestFilter): boolean {
  const known: readonly string[] = [...judged, "minDurationMs"];
  return Object.keys(filter).every((name) => known.includes(name));
}

export function matches(line: RequestLine, filter: RequestFilter): boolean {
  return (
    judged.every((name) => filter[name] === undefined || line[name] === filter[name]) &&
    (filter.minDurationMs === undefined || line.durationMs >= filter.minDurationMs)
  );
}

/** Lines of history and live tail as one list, newest first, each once. What history says of a line is more. */
export function joinLines(
  tail: readonly RequestLine[],
  history: readonly RequestLine[],
  filter: RequestFilter,
): RequestLine[] {
  const byId = new Map<string, RequestLine>();
  for (const line of tail) if (matches(line, filter)) byId.set(line.id, line);
  for (const line of history) byId.set(line.id, line);
  return [...byId.values()].sort((a, b) => b.startedAtMs - a.startedAtMs || (a.id < b.id ? 1 : -1));
}
