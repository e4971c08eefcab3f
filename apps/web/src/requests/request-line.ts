import type { LiveRequest } from "@meridian/live-protocol";
import { type RequestOutcome, requestOutcomes } from "@meridian/metrics";

/** One line of the log, from history or from the live tail. */
export type RequestLine = LiveRequest;

/** What lines are asked for; null: any. */
export type RequestFilter = {
  readonly outcome: RequestOutcome | null;
  readonly route: string | null;
  readonly upstream: string | null;
};

/** The filter that an address says. */
export function filterFrom(query: { readonly get: (name: string) => string | null }): RequestFilter {
  const outcome = query.get("outcome");
  return {
    outcome: requestOutcomes.find((each) => each === outcome) ?? null,
    route: query.get("route") || null,
    upstream: query.get("upstream") || null,
  };
}

export function matches(line: RequestLine, { outcome, route, upstream }: RequestFilter): boolean {
  return (
    (outcome === null || line.outcome === outcome) &&
    (route === null || line.route === route) &&
    (upstream === null || line.upstream === upstream)
  );
}

/** Lines of history and live tail as one list, newest first, each once. */
export function joinLines(
  tail: readonly RequestLine[],
  history: readonly RequestLine[],
  filter: RequestFilter,
): RequestLine[] {
  const byId = new Map<string, RequestLine>();
  for (const line of history) byId.set(line.id, line);
  for (const line of tail) if (matches(line, filter)) byId.set(line.id, line);
  return [...byId.values()].sort((a, b) => b.startedAtMs - a.startedAtMs || (a.id < b.id ? 1 : -1));
}
