import { z } from "zod";
import { duration } from "./duration.ts";
import { integer } from "./number.ts";
import { share } from "./share.ts";

/** What is not given comes from the language's defaults. */
export const circuitBreakerSchema = z
  .strictObject({
    error_rate: share("Opens when this share of the window's requests failed.", {
      example: "20%",
      aboveZero: true,
    }).optional(),
    window: duration("How far back the error rate looks.", { example: "30s", minMs: 1_000 }).optional(),
    min_requests: integer("The error rate is not read below this many requests in the window.", {
      example: 20,
      min: 1,
    }).optional(),
    consecutive_failures: integer("Opens at once after this many failures in a row.", {
      example: 5,
      min: 1,
    }).optional(),
    open_for: duration("How long the upstream is left alone before one request probes it.", {
      example: "30s",
      minMs: 100,
    }).optional(),
  })
  .meta({ description: "When an upstream that fails is left alone, and for how long." });
