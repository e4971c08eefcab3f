import type { EngineLoad } from "./engine-load.ts";

/** vLLM's names in Prometheus' text format. */
export function engineMetricsText(model: string, load: EngineLoad): string {
  const label = `{model_name=${JSON.stringify(model)}}`;
  const metric = (kind: "gauge" | "counter", name: string, help: string, value: number) =>
    `# HELP vllm:${name} ${help}\n# TYPE vllm:${name} ${kind}\nvllm:${name}${kind === "counter" ? "_total" : ""}${label} ${value}\n`;
  return [
    metric("gauge", "num_requests_running", "Number of requests in model execution batches.", load.running),
    metric("gauge", "num_requests_waiting", "Number of requests waiting to be processed.", load.waiting),
    metric("gauge", "kv_cache_usage_perc", "KV-cache usage. 1 means 100 percent usage.", load.kvUsage),
    metric("counter", "num_preemptions", "Cumulative number of preemptions.", load.preemptions),
    metric("counter", "prefix_cache_queries", "Prefix cache queries, in tokens.", load.promptTokens),
    metric("counter", "prefix_cache_hits", "Prefix cache hits, in tokens.", load.cachedTokens),
  ].join("");
}
