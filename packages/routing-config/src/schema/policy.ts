import { countedLimits, type PolicyKind, policyKinds } from "@meridian/routing";
import { z } from "zod";
import { choice } from "./choice.ts";
import { duration } from "./duration.ts";
import { integer } from "./number.ts";
import { share } from "./share.ts";

const policyName = choice("How this route orders its targets.", "a policy", policyKinds);

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
  prefill_tokens_per_second: integer(
    "Of `adaptive`: prompt tokens that an engine is taken to read each second; rather too few than too many. 8000 unless given.",
    { example: 8_000, min: 1, max: 10_000_000 },
  ).optional(),
  output_weight: share(
    "Of `adaptive`: a second of a reply's output weighs as much as this much of a second before its first token. 20% unless given.",
    { example: "20%" },
  ).optional(),
  price_weight: duration(
    "Of `adaptive`: what it counts for that a request costs once more what it costs at the cheapest. 0s, price does not count, unless given.",
    { example: "50ms", minMs: 0, maxMs: 3_600_000 },
  ).optional(),
  warm_within: duration(
    "Of `adaptive`: by how much another one has to be better before a request leaves those that have its prompt cached. 700ms unless given.",
    { example: "5s", minMs: 0, maxMs: 3_600_000 },
  ).optional(),
  exploration: share(
    "Of `adaptive`: share of requests that look again at a target which was not seen for 10 seconds and would serve them if it were not slow. 0.5% unless given.",
    { example: "0.5%" },
  ).optional(),
  prefix_cache_tokens: integer(
    "Of `adaptive`: prompt tokens that one upstream is taken to keep in its cache. 400000 unless given.",
    { example: 400_000, min: 1_000, max: 20_000_000 },
  ).optional(),
};

/** Which options each policy has. */
export const optionsOfPolicy: Readonly<Record<PolicyKind, readonly (keyof typeof options)[]>> = {
  weighted: [],
  round_robin: [],
  latency: [],
  queue: [],
  usage: ["limits"],
  cost: ["alike"],
  adaptive: [
    "prefill_tokens_per_second",
    "output_weight",
    "price_weight",
    "warm_within",
    "exploration",
    "prefix_cache_tokens",
  ],
};

/** `policy: latency`, or a map with `kind` and options. */
export const policySchema = z.union([policyName, z.strictObject({ kind: policyName, ...options })]).meta({
  description:
    "How this route orders its targets within a priority. Always written, so that a later default never changes it.",
});
