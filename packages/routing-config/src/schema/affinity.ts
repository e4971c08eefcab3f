import { z } from "zod";
import { callerIdentity } from "./caller-identity.ts";
import { duration } from "./duration.ts";

export const affinitySchema = z
  .strictObject({
    key: callerIdentity(
      "What stays together: `session`, `user`, `header:NAME`, or `prefix` for the beginning of the prompt.",
      ["session", "user", "prefix"],
    ),
    ttl: duration("How long an upstream is remembered after the last request; not of `prefix`. 10m unless given.", {
      example: "10m",
    }).optional(),
  })
  .meta({ description: "Sends what belongs together to the same upstream while its load allows." });
