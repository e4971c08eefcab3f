import { z } from "zod";
import { duration, longestTimerMs } from "./duration.ts";

const timer = (description: string, example: string) => duration(description, { example, maxMs: longestTimerMs });

/** Milliseconds; what is not given comes from the document's `defaults`, then from the language's. */
export const timeoutsSchema = z
  .strictObject({
    connect: timer("How long opening a connection to the upstream may take.", "2s").optional(),
    first_token: timer("Streams: how long until the first token. Ignored for non-streaming replies.", "30s").optional(),
    idle: timer("Streams: the longest pause between two pieces of the reply.", "30s").optional(),
    response: timer("Non-streaming replies: how long the whole reply may take.", "10m").optional(),
    total: timer("The whole request with all its retries. No bound unless given.", "15m").optional(),
  })
  .meta({ description: "How long each phase of a request may take." });
