import { z } from "zod";
import { duration } from "./duration.ts";
import { share } from "./share.ts";

export const objectivesSchema = z
  .strictObject({
    first_token_p95: duration("95 of 100 streams should begin within this time.", { example: "800ms" }).optional(),
    response_p95: duration("95 of 100 replies should be complete within this time.", { example: "10s" }).optional(),
    success_rate: share(
      "Share of requests that upstreams should answer; one that surely fails more of them comes last.",
      {
        example: "99.9%",
      },
    ).optional(),
  })
  .meta({
    description: "What this route promises: read by the policy `cost`, burn-rate alerts, guardrails and simulation.",
  });
