import type { RequestOutcome, RequestRecord } from "@meridian/metrics";
import type { RecordSink } from "../records/record-sink.ts";

/** Upper bounds of the latency buckets, seconds. */
export const latencyBounds = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120] as const;

/** Stands for what is not kept apart: beyond the cap of series. */
export const otherLabel = "other";

/** Stands for the environment of requests whose key is unknown. */
const noEnvironmentLabel = "none";

/** Values in seconds: counts for each bound and one above the last. */
export class LatencyTotals {
  readonly counts = new Float64Array(latencyBounds.length + 1);
  sum = 0;

  observe(ms: number): void {
    const seconds = ms / 1_000;
    let bucket = 0;
    while (bucket < latencyBounds.length && seconds > (latencyBounds[bucket] ?? 0)) bucket++;
    this.counts[bucket] = (this.counts[bucket] ?? 0) + 1;
    this.sum += seconds;
  }
}

/** What Prometheus reads of one combination of labels, since the process began. */
export type TotalsSeries = {
  readonly environment: string;
  readonly route: string;
  readonly upstream: string;
  readonly outcome: RequestOutcome;
  requests: number;
  attempts: number;
  inputTokens: number;
  outputTokens: number;
  costNanoUsd: number;
  readonly duration: LatencyTotals;
  readonly firstToken: LatencyTotals;
};

/** About 500 B a series and 30 lines a scrape. */
const defaultMaxSeries = 1_000;

/**
 * Totals for the scrape. Labels come from the config alone, never from a request, and their combinations are capped:
 * what is beyond counts as `other`. Constant time a record; nothing is formatted before a scrape.
 */
export class RequestTotals implements RecordSink {
  readonly series: TotalsSeries[] = [];
  readonly #maxSeries: number;
  readonly #tree = new Map<string, Map<string, ByUpstream>>();

  constructor(maxSeries = defaultMaxSeries) {
    this.#maxSeries = maxSeries;
  }

  accept(record: RequestRecord): void {
    const totals = this.#find(
      record.environmentId || noEnvironmentLabel,
      record.route ?? "",
      record.upstream ?? "",
      record.outcome,
    );
    totals.requests++;
    totals.attempts += record.attemptCount;
    totals.inputTokens += record.inputTokens;
    totals.outputTokens += record.outputTokens;
    totals.costNanoUsd += record.costNanoUsd;
    totals.duration.observe(record.durationMs);
    if (record.firstTokenMs !== null) totals.firstToken.observe(record.firstTokenMs);
  }

  #find(environment: string, route: string, upstream: string, outcome: RequestOutcome): TotalsSeries {
    const found = this.#tree.get(environment)?.get(route)?.get(upstream)?.get(outcome);
    if (found) return found;
    if (this.series.length >= this.#maxSeries && environment !== otherLabel) {
      return this.#find(otherLabel, otherLabel, otherLabel, outcome);
    }
    const added: TotalsSeries = {
      environment,
      route,
      upstream,
      outcome,
      requests: 0,
      attempts: 0,
      inputTokens: 0,
      outputTokens: 0,
      costNanoUsd: 0,
      duration: new LatencyTotals(),
      firstToken: new LatencyTotals(),
    };
    this.series.push(added);
    const byRoute = childOf(this.#tree, environment, () => new Map<string, ByUpstream>());
    const byUpstream = childOf(byRoute, route, (): ByUpstream => new Map());
    childOf(byUpstream, upstream, () => new Map<RequestOutcome, TotalsSeries>()).set(outcome, added);
    return added;
  }
}

type ByUpstream = Map<string, Map<RequestOutcome, TotalsSeries>>;

function childOf<V>(tree: Map<string, V>, key: string, create: () => V): V {
  const found = tree.get(key);
  if (found !== undefined) return found;
  const created = create();
  tree.set(key, created);
  return created;
}
