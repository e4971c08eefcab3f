import type {
  AdaptivePolicyOptions,
  CircuitBreakerOptions,
  EngineMetricsOptions,
  HealthCheckOptions,
  CostPolicyOptions,
  OutlierEjectionOptions,
  Provider,
  RetryOptions,
  Timeouts,
  UsagePolicyOptions,
} from "@meridian/routing";

/**
 * What language version 1 means where a document is silent. A published document compiles to the same table forever, so
 * nothing here ever changes: other values need another language version.
 */
export const languageDefaults = {
  timeouts: {
    connectMs: 2_000,
    firstTokenMs: 30_000,
    idleMs: 30_000,
    responseMs: 600_000,
    totalMs: null,
  } satisfies Timeouts,
  retry: {
    maxAttempts: 3,
    retryOn: ["connect", "first_token_timeout", "408", "409", "429", "5xx", "stream_error"],
    maxRetryShare: 0.2,
  } satisfies RetryOptions,
  circuitBreaker: {
    errorRate: 0.2,
    windowMs: 30_000,
    minRequests: 20,
    consecutiveFailures: 5,
    openForMs: 30_000,
  } satisfies CircuitBreakerOptions,
  /** Of a `health_check` that leaves something out; an upstream without one is asked nothing. */
  healthCheck: {
    intervalMs: 10_000,
    timeoutMs: 2_000,
    healthyAfter: 2,
    unhealthyAfter: 3,
  } satisfies Omit<HealthCheckOptions, "path">,
  /** Of `engine_metrics` that leave something out; an upstream without them has its engine asked nothing. */
  engineMetrics: { format: "openmetrics", intervalMs: 1_000 } satisfies Omit<EngineMetricsOptions, "url" | "map">,
  /** Of an `outlier_ejection` that leaves something out; a route without one ejects nothing. */
  outlierEjection: {
    maxEjectionShare: 0.5,
    baseEjectionMs: 30_000,
  } satisfies OutlierEjectionOptions,
  /** Of an `affinity` that does not say how long; a route without one keeps nothing together. */
  affinity: { ttlMs: 600_000 },
  /** Of a rule's condition that is measured: it holds at once, and then for half a minute. */
  measured: { windowMs: 60_000, forMs: 0, holdMs: 30_000 },
  /** Of one that an outside system tells, which knows best. */
  signal: { forMs: 0, holdMs: 0 },
  /** Of a route that tries an upstream out on callers and does not say who they are. */
  stickyKey: ["user", "session"],
  /** Of a `hedge` that does not say how many; a route without one asks one upstream at a time. */
  hedge: { maxExtraShare: 0.05 },
  policies: {
    usage: { limits: ["requests_per_minute", "tokens_per_minute", "max_in_flight", "spend"] } satisfies Omit<
      UsagePolicyOptions,
      "kind"
    >,
    cost: { alike: 0.01 } satisfies Omit<CostPolicyOptions, "kind">,
    adaptive: {
      prefillTokensPerSecond: 8_000,
      outputWeight: 0.2,
      priceWeightMs: 0,
      warmWithinMs: 700,
      exploration: 0.005,
      prefixCacheTokens: 400_000,
    } satisfies Omit<AdaptivePolicyOptions, "kind">,
  },
  slowStartMs: 0,
  target: { priority: 1, weight: 1 },
  /** Of a gateway key in a file: every route. */
  keyRoutes: ["*"],
} as const;

/** Providers whose address is known; every other upstream writes its `base_url`. */
export const knownBaseUrls: Partial<Record<Provider, string>> = {
  anthropic: "https://api.anthropic.com",
  gemini: "https://generativelanguage.googleapis.com/v1beta",
};

/** Where AWS gives out the temporary credentials of roles. */
export const awsStsAddress = (region: string): string => `https://sts.${region}.amazonaws.com`;

/** Where Google gives out tokens for service accounts. */
export const googleTokenAddress = "https://oauth2.googleapis.com/token";

/** Where Vertex AI serves Google's models. Its locations without a region have hosts of another form. */
export const vertexAddress = (project: string, location: string): string =>
  `https://${vertexHost(location)}/v1/projects/${project}/locations/${location}/publishers/google`;

const vertexHost = (location: string): string => {
  if (location === "global") return "aiplatform.googleapis.com";
  if (location === "us" || location === "eu") return `aiplatform.${location}.rep.googleapis.com`;
  return `${location}-aiplatform.googleapis.com`;
};

/** What Microsoft's clouds of their own differ in: the end of their hosts, and who signs applications in there. */
const azureClouds = [
  { ending: "azure.us", signsIn: "login.microsoftonline.us" },
  { ending: "azure.cn", signsIn: "login.chinacloudapi.cn" },
] as const;

/** Where Microsoft Entra gives out tokens for Azure OpenAI at a host, and for what they are asked. */
export const entraSignIn = (host: string, tenantId: string): { readonly address: string; readonly scope: string } => {
  const own = azureClouds.find(({ ending }) => host.endsWith(`.${ending}`));
  const { ending, signsIn } = own ?? { ending: "azure.com", signsIn: "login.microsoftonline.com" };
  return {
    address: `https://${signsIn}/${tenantId}/oauth2/v2.0/token`,
    scope: `https://cognitiveservices.${ending}/.default`,
  };
};
