import type { EngineFigure } from "@meridian/routing";

/** Where an engine tells a figure: the name of a metric, and a label that its sample has where one name tells several. */
export type MetricPlace = {
  readonly name: string;
  readonly label?: readonly [name: string, value: string];
};

/**
 * How engines call their figures, as their sources do: vLLM (before 0.9 with another word for the cache), SGLang, TGI,
 * llama.cpp's server, TensorRT-LLM by itself and behind Triton, NVIDIA's DCGM exporter. The first that is there counts.
 */
export const engineMetricNames: Readonly<Record<EngineFigure, readonly MetricPlace[]>> = {
  waiting: [
    { name: "vllm:num_requests_waiting" },
    { name: "sglang:num_queue_reqs" },
    { name: "tgi_queue_size" },
    { name: "llamacpp:requests_deferred" },
    { name: "trtllm_num_requests_waiting" },
    { name: "nv_trt_llm_request_metrics", label: ["request_type", "waiting"] },
  ],
  running: [
    { name: "vllm:num_requests_running" },
    { name: "sglang:num_running_reqs" },
    { name: "tgi_batch_current_size" },
    { name: "llamacpp:requests_processing" },
    { name: "trtllm_num_requests_running" },
    { name: "nv_trt_llm_request_metrics", label: ["request_type", "scheduled"] },
  ],
  kv_usage: [
    { name: "vllm:kv_cache_usage_perc" },
    { name: "vllm:gpu_cache_usage_perc" },
    { name: "sglang:token_usage" },
    { name: "llamacpp:kv_cache_usage_ratio" },
    { name: "trtllm_kv_cache_utilization" },
    { name: "nv_trt_llm_kv_cache_block_metrics", label: ["kv_cache_block_type", "fraction"] },
  ],
  gpu_usage: [{ name: "DCGM_FI_DEV_GPU_UTIL" }],
};

/** Told from 0 to 100; everything else of which there is a share is told from 0 to 1. */
export const toldInPercent = "DCGM_FI_DEV_GPU_UTIL";

/** Which model a sample is of, in all engines that tell one. */
export const modelLabel = "model_name";
