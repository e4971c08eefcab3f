import { z } from "zod";
import { choice } from "./choice.ts";

/** Every policy of the language, also those that routing does not act on yet. */
export const policyNames = ["weighted", "round_robin", "latency", "queue", "usage", "cost", "adaptive"] as const;

const policyName = choice("How this route orders its targets.", "a policy", policyNames);

/** `policy: latency`, or a map with `kind` and options. Which options there are is up to each kind. */
export const policySchema = z.union([policyName, z.object({ kind: policyName }).catchall(z.unknown())]).meta({
  description:
    "How this route orders its targets within a priority. Always written, so that a later default never changes it.",
});
