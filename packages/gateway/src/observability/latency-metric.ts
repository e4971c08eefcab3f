import { Histogram } from "prom-client";
import type { LatencyTotals, RequestTotals, TotalsSeries } from "./request-totals.ts";

type Labels = "environment" | "route" | "upstream" | "outcome";
const labelNames: Labels[] = ["environment", "route", "upstream", "outcome"];
type Values = Awaited<ReturnType<Histogram<Labels>["get"]>>;

/** A Prometheus histogram whose values are worked out when it is scraped, so that a request pays for none of it. */
export class LatencyMetric extends Histogram<Labels> {
  readonly #name: string;
  /** The same metric without values: its name, help and type in the form that the registry wants. */
  readonly #blank: Histogram<Labels>;
  readonly #totals: Pick<RequestTotals, "series">;
  readonly #pick: (series: TotalsSeries) => LatencyTotals;

  constructor(
    { name, help, bounds }: { readonly name: string; readonly help: string; readonly bounds: readonly number[] },
    totals: Pick<RequestTotals, "series">,
    pick: (series: TotalsSeries) => LatencyTotals,
  ) {
    const form = { name, help, buckets: [...bounds], labelNames, registers: [] };
    super(form);
    this.#blank = new Histogram(form);
    this.#name = name;
    this.#totals = totals;
    this.#pick = pick;
  }

  /** What both `get` and the text format ask for; the published types leave it out. */
  async getForPromString(): Promise<Values> {
    return { ...(await this.#blank.get()), values: this.#totals.series.flatMap((series) => this.#linesOf(series)) };
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
        labels: { le: latency.bounds[index] ?? "+Inf", ...labels },
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
