import { Histogram } from "prom-client";
import { type LatencyTotals, latencyBounds, type RequestTotals, type TotalsSeries } from "./request-totals.ts";

type Labels = "environment" | "route" | "upstream" | "outcome";
type Values = Awaited<ReturnType<Histogram<Labels>["get"]>>;

/** A Prometheus histogram whose values are worked out when it is scraped, so that a request pays for none of it. */
export class LatencyMetric extends Histogram<Labels> {
  readonly #name: string;
  readonly #totals: RequestTotals;
  readonly #pick: (series: TotalsSeries) => LatencyTotals;

  constructor(name: string, help: string, totals: RequestTotals, pick: (series: TotalsSeries) => LatencyTotals) {
    super({
      name,
      help,
      buckets: [...latencyBounds],
      labelNames: ["environment", "route", "upstream", "outcome"],
      registers: [],
    });
    this.#name = name;
    this.#totals = totals;
    this.#pick = pick;
  }

  override async get(): Promise<Values> {
    const values = this.#totals.series.flatMap((series) => this.#linesOf(series));
    return { ...(await super.get()), values };
  }

  /** The text format asks for this form, which the published types leave out. */
  getForPromString(): Promise<Values> {
    return this.get();
  }

  #linesOf(series: TotalsSeries): Values["values"] {
    const { environment, route, upstream, outcome } = series;
    const labels = { environment, route, upstream, outcome };
    const latency = this.#pick(series);
    let count = 0;
    const lines: Values["values"] = [...latency.counts].map((inBucket, index) => {
      count += inBucket;
      return {
        metricName: `${this.#name}_bucket`,
        labels: { le: latencyBounds[index] ?? "+Inf", ...labels },
        value: count,
      };
    });
    if (count === 0) return [];
    lines.push(
      { metricName: `${this.#name}_sum`, labels, value: latency.sum },
      { metricName: `${this.#name}_count`, labels, value: count },
    );
    return lines;
  }
}
