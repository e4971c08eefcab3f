import { z } from "zod";
import { duration } from "./duration.ts";
import { share } from "./share.ts";

export const objectivesSchema = z
  .strictObject({
    first_token_p95: duration("95 of 100 streams should begin within this time.", { example: "800ms" }).optional(),
    response_p95: duration("95 of 100 replies should be complete within this time.", { example: "10s" }).optional(),
    success_rate: share(
      "Share of its requests that each upstream should answer; one that surely answers fewer comes last.",
      {
        example: "99.9%",
      },
    ).optional(),
  })
  .meta({
    description: "What this route promises: the policy `cost` keeps to it.",
  });
