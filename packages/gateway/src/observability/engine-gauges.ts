import type { EngineReadingView } from "@meridian/routing";
import { Counter, Gauge } from "prom-client";

type Labels = { readonly environment: string; readonly upstream: string };

/** What engines say of themselves, where the config has them asked. */
export class EngineGauges {
  readonly #age = gauge("meridian_engine_metrics_age_seconds", "Since the engine's metrics were last read");
  readonly #waiting = gauge("meridian_engine_waiting", "Requests that wait at the engine, by its metrics");
  readonly #running = gauge("meridian_engine_running", "Requests in the engine's batch, by its metrics");
  readonly #kvUsage = gauge("meridian_engine_kv_usage_ratio", "Used of the engine's KV cache, by its metrics");
  readonly #gpuUsage = gauge("meridian_engine_gpu_usage_ratio", "Used of the GPUs' time, by their metrics");
  readonly #failures = new Counter({
    name: "meridian_engine_metrics_failures_total",
    help: "Readings of the engine's metrics that failed",
    labelNames: ["environment", "upstream"] as const,
    registers: [],
  });
  readonly all = [this.#age, this.#failures, this.#waiting, this.#running, this.#kvUsage, this.#gpuUsage];

  set(labels: Labels, { readAtMs, waiting, running, kvUsage, gpuUsage, failures }: EngineReadingView, nowMs: number) {
    this.#failures.inc(labels, failures);
    if (readAtMs === null) return;
    this.#age.set(labels, Math.max(0, nowMs - readAtMs) / 1_000);
    if (waiting !== null) this.#waiting.set(labels, waiting);
    if (running !== null) this.#running.set(labels, running);
    if (kvUsage !== null) this.#kvUsage.set(labels, kvUsage);
    if (gpuUsage !== null) this.#gpuUsage.set(labels, gpuUsage);
  }
}

function gauge(name: string, help: string): Gauge<"environment" | "upstream"> {
  return new Gauge({ name, help, labelNames: ["environment", "upstream"], registers: [] });
}
