type Load = {
  readonly running: number;
  readonly waiting: number;
  readonly kvUsage: number;
  readonly preemptions: number;
};

/** vLLM's names in Prometheus' text format. */
export function engineMetricsText(model: string, load: Load): string {
  const label = `{model_name=${JSON.stringify(model)}}`;
  const gauge = (name: string, help: string, value: number) =>
    `# HELP vllm:${name} ${help}\n# TYPE vllm:${name} gauge\nvllm:${name}${label} ${value}\n`;
  return [
    gauge("num_requests_running", "Number of requests in model execution batches.", load.running),
    gauge("num_requests_waiting", "Number of requests waiting to be processed.", load.waiting),
    gauge("kv_cache_usage_perc", "KV-cache usage. 1 means 100 percent usage.", load.kvUsage),
    `# HELP vllm:num_preemptions Cumulative number of preemptions.\n# TYPE vllm:num_preemptions counter\n`,
    `vllm:num_preemptions_total${label} ${load.preemptions}\n`,
  ].join("");
}
