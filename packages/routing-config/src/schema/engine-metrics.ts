import { z } from "zod";
import { choice } from "./choice.ts";
import { duration, longestTimerMs } from "./duration.ts";
import { text } from "./text.ts";
import { webAddress } from "./web-address.ts";

export const engineMetricsSchema = z
  .strictObject({
    url: webAddress("Address of the engine's metrics.", "http://10.0.0.5:8000/metrics"),
    format: choice("How the metrics are written; `json` needs a `map`.", "a format of metrics", [
      "openmetrics",
      "json",
    ]).optional(),
    interval: duration("Time between two readings.", { example: "1s", minMs: 100, maxMs: longestTimerMs }).optional(),
    map: z
      .record(z.string(), text("Where the value stands in the JSON.", { example: "queue.waiting" }))
      .meta({ description: "For `format: json`: which value is `waiting`, `running`, `kv_usage` and so on." })
      .optional(),
  })
  .meta({ description: "Reads queue length and cache use from the inference engine. Off unless given." });
