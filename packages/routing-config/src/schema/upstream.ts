import { providers } from "@meridian/routing";
import { z } from "zod";
import { capabilitiesSchema } from "./capabilities.ts";
import { choice } from "./choice.ts";
import { circuitBreakerSchema } from "./circuit-breaker.ts";
import { credential } from "./credential.ts";
import { duration } from "./duration.ts";
import { engineMetricsSchema } from "./engine-metrics.ts";
import { healthCheckSchema } from "./health-check.ts";
import { upstreamLimitsSchema } from "./limits.ts";
import { priceSchema } from "./price.ts";
import { awsSchema, azureSchema, googleSchema } from "./provider-blocks.ts";
import { tagList } from "./tags.ts";
import { text } from "./text.ts";
import { webAddress } from "./web-address.ts";

/** One place that can serve a model. */
export const upstreamSchema = z
  .strictObject({
    provider: choice("Who runs the API, and the dialect it speaks.", "a provider", providers),
    base_url: webAddress("Where the API is, up to and including its version.", "https://api.openai.com/v1").optional(),
    api_key: credential("Credential of this upstream: `${secret.NAME}`.").optional(),
    upstream_model: text("The provider's own name of the model. The caller's unless given.", {
      example: "gpt-4o-2024-11-20",
      maxLength: 256,
    }).optional(),
    region: text("Where the upstream runs; compared with `requirements.regions`.", {
      example: "us-east",
      maxLength: 64,
    }).optional(),
    tags: tagList("Labels that requirements and rules refer to.").optional(),
    capabilities: capabilitiesSchema.optional(),
    price: priceSchema.optional(),
    limits: upstreamLimitsSchema.optional(),
    circuit_breaker: circuitBreakerSchema.optional(),
    health_check: healthCheckSchema.optional(),
    engine_metrics: engineMetricsSchema.optional(),
    slow_start: duration("After recovery the upstream's share rises over this time. `0s` switches it off.", {
      example: "30s",
      minMs: 0,
    }).optional(),
    aws: awsSchema.optional(),
    azure: azureSchema.optional(),
    google: googleSchema.optional(),
  })
  .meta({ description: "One place that can serve a model." });

export type UpstreamDocument = z.output<typeof upstreamSchema>;
