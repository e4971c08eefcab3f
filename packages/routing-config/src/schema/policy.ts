import { countedLimits } from "@meridian/routing";
import { z } from "zod";
import { choice } from "./choice.ts";
import { share } from "./share.ts";

/** Every policy of the language, also those that routing does not act on yet. */
export const policyNames = ["weighted", "round_robin", "latency", "queue", "usage", "cost", "adaptive"] as const;

const policyName = choice("How this route orders its targets.", "a policy", policyNames);

/** Every option, and whose it is; that an option stands beside its own kind is checked apart. */
const options = {
  limits: z
    .array(choice("A limit of an upstream.", "a limit of an upstream", countedLimits))
    .meta({ description: "Of `usage`: the limits whose headroom counts. All of them unless given." })
    .optional(),
  alike: share(
    "Of `cost`: costs this close to the cheapest are alike, and the least busy comes first. 1% unless given.",
    {
      example: "1%",
    },
  ).optional(),
};

/** Which options each policy has. */
export const optionsOfPolicy: Readonly<Record<(typeof policyNames)[number], readonly (keyof typeof options)[]>> = {
  weighted: [],
  round_robin: [],
  latency: [],
  queue: [],
  usage: ["limits"],
  cost: ["alike"],
  adaptive: [],
};

/** `policy: latency`, or a map with `kind` and options. */
export const policySchema = z.union([policyName, z.strictObject({ kind: policyName, ...options })]).meta({
  description:
    "How this route orders its targets within a priority. Always written, so that a later default never changes it.",
});
