import { z } from "zod";
import { duration, longestTimerMs } from "./duration.ts";
import { integer } from "./number.ts";
import { requestPath } from "./text.ts";

export const healthCheckSchema = z
  .strictObject({
    path: requestPath("Path that is asked without a credential, below the host of `base_url`; 2xx is well.", {
      example: "/health",
    }),
    interval: duration("Time between two checks.", { example: "10s", minMs: 1_000, maxMs: longestTimerMs }).optional(),
    timeout: duration("How long a check may take.", { example: "2s", maxMs: longestTimerMs }).optional(),
    healthy_after: integer("Good checks in a row that bring the upstream back.", { example: 2, min: 1 }).optional(),
    unhealthy_after: integer("Bad checks in a row that take the upstream out.", { example: 3, min: 1 }).optional(),
  })
  .meta({ description: "Asks the upstream itself whether it is well. Off unless given." });
