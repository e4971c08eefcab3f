import type { Outputs } from "../trpc/outputs.ts";

/** One error insight as its page gets it. */
export type Insight = Outputs["errorInsights"]["get"];
