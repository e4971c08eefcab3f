import { type MetricDimension, metricDimensions } from "@meridian/metrics";

/** What traffic can be told apart and filtered by. */
export type Dimension = MetricDimension;
export const dimensions = metricDimensions;

type Words = {
  /** As people say it: "Caller region". */
  readonly one: string;
  readonly many: string;
  /** In addresses. */
  readonly param: string;
  /** What it is called when a request has none. */
  readonly none: string;
  /** A sentence for who does not know the word. */
  readonly help: string;
};

export const dimensionWords: Readonly<Record<Dimension, Words>> = {
  route: {
    one: "Route",
    many: "Routes",
    param: "route",
    none: "No route",
    help: "The route of the config that matched.",
  },
  model: {
    one: "Model",
    many: "Models",
    param: "model",
    none: "No model",
    help: "The name that the caller asked for.",
  },
  upstream: {
    one: "Upstream",
    many: "Upstreams",
    param: "upstream",
    none: "No upstream",
    help: "Where the last attempt went.",
  },
  keyId: { one: "Key", many: "Keys", param: "key", none: "Unknown key", help: "The gateway key of the caller." },
  configVersion: {
    one: "Config version",
    many: "Config versions",
    param: "version",
    none: "No version",
    help: "The config version that decided.",
  },
  promptVariant: {
    one: "Prompt variant",
    many: "Prompt variants",
    param: "variant",
    none: "No variant",
    help: "The variant of the prompt that was used.",
  },
  callerRegion: {
    one: "Caller region",
    many: "Caller regions",
    param: "region",
    none: "No region",
    help: "Where the caller says it is.",
  },
  outcome: {
    one: "Outcome",
    many: "Outcomes",
    param: "outcome",
    none: "None",
    help: "How the request ended: completed, failed, rejected or canceled.",
  },
};

const outcomeWords: Readonly<Record<string, string>> = {
  completed: "Completed",
  failed: "Failed",
  rejected: "Rejected",
  cancelled: "Canceled",
};

/** A value as people read it. @param keyNames names of keys by their ids */
export function valueWords(dimension: Dimension, value: string, keyNames: ReadonlyMap<string, string>): string {
  if (value === "" || (dimension === "configVersion" && value === "0")) return dimensionWords[dimension].none;
  if (dimension === "outcome") return outcomeWords[value] ?? value;
  if (dimension === "configVersion") return `v${value}`;
  return dimension === "keyId" ? (keyNames.get(value) ?? value) : value;
}
