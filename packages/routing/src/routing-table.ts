import type { SpendLimit, UsageLimits } from "./limits/usage-limits.ts";
import type { Objectives, Policy } from "./policy-options.ts";
import type { Provider } from "./provider.ts";
import type { Rule } from "./rule-options.ts";
import type { UpstreamSelection } from "./upstream-selection.ts";

/**
 * A compiled routing document: everything the routing core reads, with every default filled in and every reference
 * resolved to an index. Deeply readonly: a config change swaps the whole table.
 */
export type RoutingTable = {
  readonly language: 1;
  /** In document order; targets point into this list. */
  readonly upstreams: readonly Upstream[];
  /** In document order; the first that matches a request serves it. */
  readonly routes: readonly Route[];
  /** Only when the gateway runs from a file; empty inside a workspace. */
  readonly fileKeys: readonly FileKey[];
};

/** One place that can serve a model. */
export type Upstream = {
  readonly name: string;
  /**
   * Identity of the place itself, `provider|base URL|upstream model|region`: live state (in-flight, latency, breaker)
   * survives a config change for upstreams whose identity survives, whatever they are called.
   */
  readonly identity: string;
  readonly provider: Provider;
  /** Absolute http(s) URL without a trailing slash, for example `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  readonly apiKey: CredentialReference | null;
  /** The provider's own model name; null sends the caller's. */
  readonly upstreamModel: string | null;
  readonly region: string | null;
  readonly tags: readonly string[];
  readonly capabilities: Capabilities;
  readonly price: Price | null;
  readonly maxInFlight: number | null;
  /** Only where there are some; one that is used up sends requests to other upstreams. */
  readonly limits?: Omit<UsageLimits, "inFlight">;
  readonly circuitBreaker: CircuitBreakerOptions;
  /** Only where the upstream is asked whether it is well. */
  readonly healthCheck?: HealthCheckOptions;
  /** Only where its engine is asked how much it has to do. */
  readonly engineMetrics?: EngineMetricsOptions;
  /** Ramp of the upstream's weight after it recovers; 0 switches it off. */
  readonly slowStartMs: number;
  /** Only of the provider `azure-openai`, and only where it is not the v1 API without a version. */
  readonly apiVersion?: string;
  /** Only of the provider `bedrock`, and only where calls are signed rather than made with an API key. */
  readonly aws?: AwsSigning;
  /** Only of the provider `azure-openai`, and only where calls carry a token of Microsoft Entra rather than a key. */
  readonly entra?: EntraApplication;
  /** Only of the provider `gemini`, and only where calls carry a token of a service account rather than a key. */
  readonly google?: GoogleAccount;
};

/** By whose credentials, and for which region, calls of AWS are signed. */
export type AwsSigning = {
  readonly region: string;
  readonly accessKeyId: CredentialReference;
  readonly secretAccessKey: CredentialReference;
  /** Of credentials that are temporary; null otherwise. */
  readonly sessionToken: CredentialReference | null;
  /** Whose temporary credentials calls are signed with, got by the others; null: the others sign themselves. */
  readonly roleArn: string | null;
};

/** Which application of which tenant of Microsoft Entra calls are made by. */
export type EntraApplication = {
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: CredentialReference;
};

/** Which service account of Google Cloud calls are made by: its key, as JSON. */
export type GoogleAccount = { readonly serviceAccount: CredentialReference };

/** Every credential that an upstream is called with. */
export const credentialsOf = ({
  apiKey,
  aws,
  entra,
  google,
}: Pick<Upstream, "apiKey" | "aws" | "entra" | "google">): readonly CredentialReference[] =>
  [
    apiKey,
    aws?.accessKeyId,
    aws?.secretAccessKey,
    aws?.sessionToken,
    entra?.clientSecret,
    google?.serviceAccount,
  ].filter((each) => each !== null && each !== undefined);

/** Where a credential comes from. The value itself never stands in a table. */
export type CredentialReference = { readonly from: "secret" | "env"; readonly name: string };

/** What a model can do; null means unknown, which never excludes. */
export type Capabilities = {
  readonly contextWindow: number | null;
  readonly tools: boolean | null;
  readonly vision: boolean | null;
  readonly jsonSchema: boolean | null;
};

/** USD per million tokens. */
export type Price = {
  readonly inputPerMillionTokens: number;
  readonly cachedInputPerMillionTokens: number;
  readonly cacheWritePerMillionTokens: number;
  readonly outputPerMillionTokens: number;
};

export type HealthCheckOptions = {
  /** Below the host of the base URL, with its first slash. */
  readonly path: string;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  /** Good checks in a row that bring it back. */
  readonly healthyAfter: number;
  /** Bad checks in a row that take it out. */
  readonly unhealthyAfter: number;
};

/** What is read of an engine. */
export const engineFigures = ["waiting", "running", "kv_usage", "gpu_usage"] as const;
export type EngineFigure = (typeof engineFigures)[number];

export type EngineMetricsOptions = {
  /** Absolute http(s) URL. */
  readonly url: string;
  readonly format: "openmetrics" | "json";
  readonly intervalMs: number;
  /** Where figures stand: names of metrics, or paths in the JSON. Of `openmetrics` the engines' own names where empty. */
  readonly map: Readonly<Partial<Record<EngineFigure, string>>>;
};

export type CircuitBreakerOptions = {
  /** 0..1: share of failures in the window at which the breaker opens. */
  readonly errorRate: number;
  readonly windowMs: number;
  /** The rate is not read below this many requests in the window. */
  readonly minRequests: number;
  readonly consecutiveFailures: number;
  readonly openForMs: number;
};

export type Route = {
  readonly name: string;
  readonly description: string | null;
  readonly match: RouteMatch;
  readonly policy: Policy;
  /** Only where something is promised. */
  readonly objectives?: Objectives;
  readonly targets: readonly Target[];
  readonly requirements: Requirements;
  readonly outlierEjection: OutlierEjectionOptions | null;
  /** Only where requests are kept together. */
  readonly affinity?: RouteAffinity;
  /** Who is one caller: the first of these that a request has. Only where callers are told apart. */
  readonly stickyKey?: readonly CallerIdentity[];
  /** Only where an upstream is tried out. */
  readonly canary?: RouteCanary;
  /** Only where there are some; the first that applies wins. */
  readonly rules?: readonly Rule[];
  readonly retry: RetryOptions;
  /** Only where a second upstream is asked when the first is slow to begin. */
  readonly hedge?: HedgeOptions;
  readonly timeouts: Timeouts;
  /** Only where there are some; one that is used up refuses requests. */
  readonly limits?: Omit<UsageLimits, "spend">;
  readonly spendLimit?: RouteSpendLimit;
};

/** How much a route may spend, and what happens when it has. */
export type RouteSpendLimit = SpendLimit & { readonly whenExhausted: WhenExhausted };

export type WhenExhausted =
  /** Requests are refused until the next period. */
  | { readonly kind: "block" }
  /** Served on; metrics show it. */
  | { readonly kind: "alert" }
  /** Served on, by these targets first. */
  | { readonly kind: "prefer"; readonly upstreams: UpstreamSelection };

/** What tells callers apart. */
export type CallerIdentity =
  | { readonly from: "session" | "user" | "gateway_key" }
  /** In lower case. */
  | { readonly from: "header"; readonly name: string };

/** One upstream that is tried out on a share of the callers. */
export type RouteCanary = {
  /** Index into `RoutingTable.upstreams`; one of the route's targets. */
  readonly upstream: number;
  /** 0..1. */
  readonly share: number;
};

/** What stays at one upstream while its load allows. */
export type RouteAffinity = {
  readonly key:
    | { readonly from: "session" | "user" }
    | { readonly from: "prefix" }
    /** In lower case. */
    | { readonly from: "header"; readonly name: string };
  /** How long a home is remembered after the last request. */
  readonly ttlMs: number;
};

/** Every given part must match; within a part any entry. `*` in a pattern stands for any run of characters. */
export type RouteMatch = {
  /** Model names as callers send them; exact names or patterns with `*`. */
  readonly models: readonly string[];
  /** Gateway key names; null: any. */
  readonly keys: readonly string[] | null;
  /** Tags of the request (`x-meridian-tags`); null: any. */
  readonly tags: readonly string[] | null;
  /** Lower-case header name → patterns; null: any. */
  readonly headers: Readonly<Record<string, readonly string[]>> | null;
};

/** A route's reference to an upstream. */
export type Target = {
  /** Index into `RoutingTable.upstreams`. */
  readonly upstream: number;
  /** Tier; lower is tried first. */
  readonly priority: number;
  /** Share within the tier, > 0; default 1. */
  readonly weight: number;
};

/** A hard filter that no fallback crosses. Empty lists require nothing. */
export type Requirements = {
  /** The upstream must carry all of these. */
  readonly tags: readonly string[];
  /** The upstream's region must match one of these patterns. */
  readonly regions: readonly string[];
};

export type OutlierEjectionOptions = {
  /** 0..1: at most this share of a route's targets is ejected at a time (at least one may always be). */
  readonly maxEjectionShare: number;
  readonly baseEjectionMs: number;
};

export const retryReasons = ["connect", "first_token_timeout", "408", "409", "429", "5xx", "stream_error"] as const;
export type RetryReason = (typeof retryReasons)[number];

export type RetryOptions = {
  /** Attempts in all, the first one included. */
  readonly maxAttempts: number;
  readonly retryOn: readonly RetryReason[];
  /** 0..1: retries may be at most this share of the traffic of a route. */
  readonly maxRetryShare: number;
};

/** A second upstream is asked when the first is slow to begin; who begins first answers. */
export type HedgeOptions = {
  /** ms; or what 95 of 100 streams of this size stay below there. */
  readonly after: number | "p95";
  /** 0..1: second calls may be at most this share of the requests of a route. */
  readonly maxExtraShare: number;
};

/** Milliseconds. `firstTokenMs` and `idleMs` bound streams only, `responseMs` non-streaming replies only. */
export type Timeouts = {
  readonly connectMs: number;
  readonly firstTokenMs: number;
  readonly idleMs: number;
  readonly responseMs: number;
  /** Bound on the whole request with its retries; null: none. */
  readonly totalMs: number | null;
};

/** A key that stands in the file itself. */
export type FileKey = {
  readonly name: string;
  readonly key: CredentialReference | { readonly from: "literal"; readonly value: string };
  /** Route names or patterns the key may use. */
  readonly routes: readonly string[];
};
