import { formatDuration } from "../format/format-duration.ts";
import type { FilterName, RequestFilter } from "./log-view.ts";
import { outcomeWords } from "./outcome-words.ts";

/** What each filter is called. */
export const filterLabels = {
  outcome: "Outcome",
  route: "Route",
  model: "Model",
  upstream: "Upstream",
  keyId: "Key",
  configVersion: "Config version",
  promptVariant: "Prompt variant",
  region: "Region",
  status: "Status",
  errorCode: "Error",
  stream: "Streaming",
  minDurationMs: "Takes at least",
  sessionHash: "Session",
  traceId: "Trace",
} as const satisfies Record<FilterName, string>;

/** A filter's value as people say it. `keyName` is what a key id is known by. */
export function filterValueWords<Name extends FilterName>(
  name: Name,
  value: NonNullable<RequestFilter[Name]>,
  keyName?: string,
): string {
  switch (name) {
    case "outcome":
      return outcomeWords[value as NonNullable<RequestFilter["outcome"]>];
    case "configVersion":
      return `v${String(value)}`;
    case "stream":
      return value === true ? "yes" : "no";
    case "minDurationMs":
      return formatDuration(Number(value));
    case "keyId":
      return keyName ?? String(value);
    case "sessionHash":
    case "traceId":
      return `${String(value).slice(0, 12)}…`;
    default:
      return String(value);
  }
}
