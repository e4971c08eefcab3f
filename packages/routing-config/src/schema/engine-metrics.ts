import { z } from "zod";
import { choice } from "./choice.ts";
import { duration, longestTimerMs } from "./duration.ts";
import { text } from "./text.ts";
import { webAddress } from "./web-address.ts";

const place = (what: string, example: string) => text(what, { example, maxLength: 256 }).optional();

export const engineMetricsSchema = z
  .strictObject({
    url: webAddress("Address of the engine's metrics.", "http://10.0.0.5:8000/metrics"),
    format: choice("How the metrics are written; `json` needs a `map`.", "a format of metrics", [
      "openmetrics",
      "json",
    ]).optional(),
    interval: duration("Time between two readings.", { example: "1s", minMs: 100, maxMs: longestTimerMs }).optional(),
    map: z
      .strictObject({
        waiting: place("Requests that wait for a place in the engine's batch.", "queue.waiting"),
        running: place("Requests in the engine's batch.", "queue.running"),
        kv_usage: place("0 to 1 of the engine's KV cache.", "cache.used"),
        gpu_usage: place("0 to 1 of the GPUs' time; shown, and not used to decide.", "gpus.0.used"),
      })
      .meta({
        description:
          "Where each figure stands: of `json` keys with dots between them, of `openmetrics` the name of a metric. Engines' usual names are known.",
      })
      .optional(),
  })
  .meta({ description: "Reads queue length and cache use from the inference engine. Off unless given." });
