import { z } from "zod";
import { money } from "./money.ts";

/** US dollars per million tokens. */
export const priceSchema = z
  .strictObject({
    input_per_million_tokens: money("US dollars per million input tokens.", 2.5),
    cached_input_per_million_tokens: money(
      "US dollars per million input tokens read from the provider's cache. The input price unless given.",
      1.25,
    ).optional(),
    cache_write_per_million_tokens: money(
      "US dollars per million input tokens written to the provider's cache. 0 unless given.",
      0,
    ).optional(),
    output_per_million_tokens: money("US dollars per million output tokens.", 10),
  })
  .meta({ description: "What tokens cost here. Without it requests have no cost." });
