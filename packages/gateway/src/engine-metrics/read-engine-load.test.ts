import { describe, expect, it } from "vitest";
import { readEngineLoad } from "./read-engine-load.ts";

const metrics = { format: "openmetrics", map: {} } as const;
const load = (
  waiting: number | null,
  running: number | null,
  kvUsage: number | null,
  gpuUsage: number | null = null,
) => ({
  waiting,
  running,
  kvUsage,
  gpuUsage,
});

/** As each engine writes it, shortened. */
const engines = [
  [
    "vLLM",
    `# HELP vllm:num_requests_running Number of requests in model execution batches.
# TYPE vllm:num_requests_running gauge
vllm:num_requests_running{engine="0",model_name="llama"} 7.0
vllm:num_requests_waiting{engine="0",model_name="llama"} 3.0
vllm:kv_cache_usage_perc{engine="0",model_name="llama"} 0.4375
vllm:e2e_request_latency_seconds_bucket{engine="0",le="+Inf",model_name="llama"} 12.0
vllm:num_preemptions_total{engine="0",model_name="llama"} 2.0
`,
    load(3, 7, 0.4375),
  ],
  [
    "vLLM before 0.9",
    `vllm:num_requests_running{model_name="llama"} 7.0
vllm:num_requests_waiting{model_name="llama"} 3.0
vllm:gpu_cache_usage_perc{model_name="llama"} 0.25
`,
    load(3, 7, 0.25),
  ],
  [
    "vLLM while it tells the cache by both names",
    `vllm:gpu_cache_usage_perc{model_name="llama"} 0.25
vllm:kv_cache_usage_perc{model_name="llama"} 0.25
vllm:num_requests_waiting{model_name="llama"} 0
`,
    load(0, null, 0.25),
  ],
  [
    "SGLang",
    `sglang:num_running_reqs{model_name="llama"} 162.0
sglang:num_queue_reqs{model_name="llama"} 2826.0
sglang:token_usage{model_name="llama"} 0.28
sglang:gen_throughput{model_name="llama"} 86.5
`,
    load(2826, 162, 0.28),
  ],
  [
    "TGI",
    "# TYPE tgi_queue_size gauge\ntgi_queue_size 4\n# TYPE tgi_batch_current_size gauge\ntgi_batch_current_size 9\n",
    load(4, 9, null),
  ],
  ["llama.cpp", "llamacpp:requests_processing 1\nllamacpp:requests_deferred 2\n", load(2, 1, null)],
  [
    "llama.cpp of old",
    "llamacpp:requests_processing 1\nllamacpp:requests_deferred 2\nllamacpp:kv_cache_usage_ratio 0.5\n",
    load(2, 1, 0.5),
  ],
  [
    "TensorRT-LLM",
    `trtllm_num_requests_running{model_name="llama"} 5
trtllm_num_requests_waiting{model_name="llama"} 1
trtllm_kv_cache_utilization{model_name="llama"} 0.125
`,
    load(1, 5, 0.125),
  ],
  [
    "TensorRT-LLM behind Triton",
    `nv_trt_llm_request_metrics{model="tensorrt_llm",request_type="context",version="1"} 2
nv_trt_llm_request_metrics{model="tensorrt_llm",request_type="scheduled",version="1"} 5
nv_trt_llm_request_metrics{model="tensorrt_llm",request_type="waiting",version="1"} 1
nv_trt_llm_kv_cache_block_metrics{kv_cache_block_type="max",model="tensorrt_llm",version="1"} 6239
nv_trt_llm_kv_cache_block_metrics{kv_cache_block_type="fraction",model="tensorrt_llm",version="1"} 0.5
`,
    load(1, 5, 0.5),
  ],
  [
    "the DCGM exporter: the average of its GPUs, in percent",
    `DCGM_FI_DEV_GPU_UTIL{gpu="0",UUID="GPU-1",Hostname="h"} 90
DCGM_FI_DEV_GPU_UTIL{gpu="1",UUID="GPU-2",Hostname="h"} 70
DCGM_FI_DEV_MEM_COPY_UTIL{gpu="0",UUID="GPU-1",Hostname="h"} 10
`,
    load(null, null, null, 0.8),
  ],
] as const;

describe("readEngineLoad", () => {
  it.each(engines)("reads %s", (_, text, expected) => {
    expect(readEngineLoad(text, metrics, "llama")).toEqual(expected);
    expect(readEngineLoad(`${text.replaceAll("\n", "\r\n")}# EOF`, metrics, "llama")).toEqual(expected);
  });

  it("takes the upstream's model where an engine serves several, and all of it where none is called so", () => {
    const text = `vllm:num_requests_waiting{engine="0",model_name="a"} 1
vllm:num_requests_waiting{engine="1",model_name="a"} 2
vllm:num_requests_waiting{engine="0",model_name="b"} 10
vllm:kv_cache_usage_perc{engine="0",model_name="a"} 0.2
vllm:kv_cache_usage_perc{engine="1",model_name="a"} 0.4
`;
    expect(readEngineLoad(text, metrics, "a")).toMatchObject({ waiting: 3, kvUsage: expect.closeTo(0.3) });
    expect(readEngineLoad(text, metrics, "b")).toMatchObject({ waiting: 10 });
    expect(readEngineLoad(text, metrics, "c")).toMatchObject({ waiting: 13 });
    expect(readEngineLoad(text, metrics, null)).toMatchObject({ waiting: 13 });
  });

  it("reads braces, commas and quotes inside of labels, timestamps and exemplars", () => {
    const text = `vllm:num_requests_waiting{ model_name = "a},{\\"b\\\\" , x="\\n",} 2e0 1700000000.5 # {trace="}"} 1\n`;
    expect(readEngineLoad(text, metrics, 'a},{"b\\')).toMatchObject({ waiting: 2 });
  });

  it("takes metrics of other names by `map`", () => {
    const map = { waiting: "my_queue", kv_usage: "my_cache" };
    const text = "my_queue 3\nmy_cache 0.5\nvllm:num_requests_running 9\nvllm:num_requests_waiting 1\n";
    expect(readEngineLoad(text, { format: "openmetrics", map }, null)).toEqual(load(3, 9, 0.5));
  });

  it("takes JSON by `map`: keys, places in lists, and nothing that is no number or stands nowhere", () => {
    const map = {
      waiting: "queue.waiting",
      running: "slots.1.busy",
      kv_usage: "cache",
      gpu_usage: "constructor.length",
    };
    const json = (text: string) => readEngineLoad(text, { format: "json", map }, null);
    expect(json('{"queue":{"waiting":3},"slots":[{},{"busy":2}],"cache":0.5}')).toEqual(load(3, 2, 0.5));
    expect(json('{"queue":{"waiting":"3"},"slots":null,"cache":0.5}')).toEqual(load(null, null, 0.5));
    expect(json('{"queue":[1]}')).toBeNull();
    expect(() => json("<html>")).toThrow("JSON");
  });

  it.each([
    "",
    "# EOF\n",
    "up 1\n",
    "<html>vllm:num_requests_waiting 1</html>",
    "vllm:num_requests_waiting NaN\n",
    "vllm:num_requests_waiting{a= 1\n",
  ])("finds nothing in %j", (text) => expect(readEngineLoad(text, metrics, null)).toBeNull());

  it("takes nothing for a figure that cannot be one: less than none, more than all of a cache", () => {
    const text = "vllm:num_requests_waiting -1\nvllm:num_requests_running 2\nvllm:kv_cache_usage_perc 37\n";
    expect(readEngineLoad(text, metrics, null)).toEqual(load(null, 2, null));
  });

  it("takes nothing for a number of requests that no engine can have, whose sums would be no number", () => {
    const text = 'vllm:num_requests_waiting{engine="0"} 1e308\nvllm:num_requests_waiting{engine="1"} 1e308\n';
    expect(readEngineLoad(`${text}vllm:num_requests_running 1e10\n`, metrics, null)).toEqual(load(null, null, null));
    const json = { format: "json", map: { waiting: "queue" } } as const;
    expect(readEngineLoad('{"queue":1e300}', json, null)).toEqual(load(null, null, null));
  });

  it("says something finite or nothing of 3,000 texts that were broken at random, and never throws", () => {
    let seed = 7;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((seed / 2 ** 32) * below);
    };
    const pieces = [
      '"',
      "{",
      "}",
      "\\",
      "\n",
      ",",
      "=",
      " ",
      "#",
      "1e999",
      "-",
      "\u{1f600}",
      "vllm:num_requests_waiting",
      "\0",
    ];
    for (let turn = 0; turn < 3_000; turn++) {
      let text: string = engines[random(engines.length)]![1];
      for (let count = random(8); count >= 0; count--) {
        const at = random(text.length + 1);
        text = text.slice(0, at) + pieces[random(pieces.length)]! + text.slice(at + random(12));
      }
      for (const value of Object.values(readEngineLoad(text, metrics, "llama") ?? {}))
        expect(value === null || (Number.isFinite(value) && value >= 0)).toBe(true);
    }
  });

  it.each([
    ["labels without end", `vllm:num_requests_waiting{${'a="b",'.repeat(170_000)}`],
    ["an open quote", `vllm:num_requests_waiting{a="${"\\".repeat(1_000_000)}`],
    ["one long name", "v".repeat(1_000_000)],
    ["a million lines", "\n".repeat(1_000_000)],
    ["a hundred thousand samples", 'vllm:num_requests_waiting{a="b"} 1\n'.repeat(30_000)],
    ["spaces", `vllm:num_requests_waiting{${" ".repeat(500_000)}a${" ".repeat(500_000)}`],
  ])("comes to an end with 1 MB of %s", (_, text) => {
    expect(() => readEngineLoad(text, metrics, "b")).not.toThrow();
  });
});
