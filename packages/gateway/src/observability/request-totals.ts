import type { RequestOutcome, RequestRecord } from "@meridian/metrics";
import type { RecordSink } from "../records/record-sink.ts";

/** Upper bounds of the buckets of whole requests and first tokens, seconds. */
export const latencyBounds: readonly number[] = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];
/** Of one output token. */
export const perTokenBounds: readonly number[] = [0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.2, 0.5, 1];
/** Of what the gateway adds by itself. */
export const overheadBounds: readonly number[] = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 1];

/** Stands for what is not kept apart: beyond the cap of series. */
export const otherLabel = "other";

/** Stands for the environment of requests whose key is unknown. */
const noEnvironmentLabel = "none";

/** Values in seconds: counts for each bound and one above the last. */
export class LatencyTotals {
  readonly bounds: readonly number[];
  readonly counts: Float64Array;
  sum = 0;

  constructor(bounds: readonly number[]) {
    this.bounds = bounds;
    this.counts = new Float64Array(bounds.length + 1);
  }

  observe(ms: number): void {
    const seconds = ms / 1_000;
    let bucket = 0;
    while (bucket < this.bounds.length && seconds > (this.bounds[bucket] ?? 0)) bucket++;
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
  /** Attempts that asked the same upstream again. */
  retries: number;
  /** Attempts that asked another upstream. */
  failovers: number;
  hedges: number;
  inputTokens: number;
  outputTokens: number;
  costNanoUsd: number;
  readonly duration: LatencyTotals;
  readonly firstToken: LatencyTotals;
  readonly perToken: LatencyTotals;
  readonly overhead: LatencyTotals;
};

/** About 1 KB a series and 60 lines a scrape. */
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
    const perTokenMs = perTokenMsOf(record);
    if (perTokenMs !== null) totals.perToken.observe(perTokenMs);
    const { attempts } = record.details;
    const [first] = attempts;
    const last = attempts.at(-1);
    if (!first || !last) return;
    let { startedAtMs } = first;
    // Of two calls beside each other the second may have ended first.
    for (const attempt of attempts) startedAtMs = Math.min(startedAtMs, attempt.startedAtMs);
    totals.overhead.observe(startedAtMs + Math.max(0, record.durationMs - last.endedAtMs));
    if (attempts.length === 1) return;
    for (const { as } of attempts) {
      if (as === "retry") totals.retries++;
      else if (as === "fallback") totals.failovers++;
      else if (as === "hedge") totals.hedges++;
    }
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
      retries: 0,
      failovers: 0,
      hedges: 0,
      inputTokens: 0,
      outputTokens: 0,
      costNanoUsd: 0,
      duration: new LatencyTotals(latencyBounds),
      firstToken: new LatencyTotals(latencyBounds),
      perToken: new LatencyTotals(perTokenBounds),
      overhead: new LatencyTotals(overheadBounds),
    };
    this.series.push(added);
    const byRoute = childOf(this.#tree, environment, () => new Map<string, ByUpstream>());
    const byUpstream = childOf(byRoute, route, (): ByUpstream => new Map());
    childOf(byUpstream, upstream, () => new Map<RequestOutcome, TotalsSeries>()).set(outcome, added);
    return added;
  }
}

/** Mean time of an output token after the first, of a whole stream; null where there is none. */
export function perTokenMsOf({ outcome, firstTokenMs, durationMs, outputTokens }: RequestRecord): number | null {
  return outcome === "completed" && firstTokenMs !== null && outputTokens > 1
    ? (durationMs - firstTokenMs) / (outputTokens - 1)
    : null;
}

type ByUpstream = Map<string, Map<RequestOutcome, TotalsSeries>>;

function childOf<V>(tree: Map<string, V>, key: string, create: () => V): V {
  const found = tree.get(key);
  if (found !== undefined) return found;
  const created = create();
  tree.set(key, created);
  return created;
}
