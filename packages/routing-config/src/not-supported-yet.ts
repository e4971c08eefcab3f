import type { Finding } from "./finding.ts";
import type { RoutingDocument } from "./schema/document.ts";
import type { RouteDocument } from "./schema/route.ts";
import type { YamlPath } from "./yaml-path.ts";

/**
 * What the language has and routing does not act on yet. It is refused, never silently ignored. An entry leaves this file
 * in the commit that makes routing act on it.
 */
type NotYet<Part> = {
  /** Completes "… not supported yet". */
  readonly what: string;
  /** What to do now. */
  readonly instead: string;
  /** Where it stands below the part; empty list: not used. */
  readonly used: (part: Part) => readonly YamlPath[];
};

const when = (used: boolean, ...path: YamlPath): readonly YamlPath[] => (used ? [path] : []);

const kindOf = (policy: RouteDocument["policy"]) => (typeof policy === "string" ? policy : policy.kind);

const routeFeatures: readonly NotYet<RouteDocument>[] = [
  {
    what: "With this policy, objectives are",
    instead: "Remove them, or write `policy: cost`, which keeps to them.",
    used: ({ objectives, policy }) => when(objectives !== undefined && kindOf(policy) !== "cost", "objectives"),
  },
  {
    what: "Keeping prompts is",
    instead: "Write `capture: { prompts: false }` or remove it; the request log keeps everything but the texts.",
    used: ({ capture }) => when(capture?.prompts === true, "capture", "prompts"),
  },
  {
    what: "A prompt strategy is",
    instead: "Remove it and send the system prompt from the application.",
    used: ({ prompt }) => when(prompt !== undefined, "prompt"),
  },
];

const documentFeatures: readonly NotYet<RoutingDocument>[] = [
  {
    what: "Prompt strategies are",
    instead: "Remove `prompts` and send the system prompt from the application.",
    used: ({ prompts }) => when(prompts !== undefined && Object.keys(prompts).length > 0, "prompts"),
  },
];

/** One error for every use of something that routing does not act on yet. */
export const notSupportedYet = (document: RoutingDocument): readonly Finding[] => [
  ...refusals(documentFeatures, document, []),
  ...Object.entries(document.routes).flatMap(([name, route]) => refusals(routeFeatures, route, ["routes", name])),
];

const refusals = <Part>(features: readonly NotYet<Part>[], part: Part, base: YamlPath): readonly Finding[] =>
  features.flatMap(({ what, instead, used }) =>
    used(part).map((path) => ({
      code: "not_supported_yet" as const,
      severity: "error" as const,
      path: [...base, ...path],
      message: `${what} not supported yet.`,
      hint: instead,
    })),
  );
