export { addressProblem } from "./address-check.ts";
export { checkedConnector, type OutboundRules } from "./checked-connector.ts";
export { checkedLookup, OutboundRefused, type ResolveHost } from "./checked-lookup.ts";
export { type DetectedEngine, detectEngines, type EngineKind } from "./detect-engines.ts";
export type { ListedModel } from "./model-list.ts";
export { testUpstream, type UpstreamTest } from "./test-upstream.ts";
export type { UpstreamProblem } from "./upstream-problem.ts";
export { webAddressProblem } from "./web-address-problem.ts";
