/** One word of the workspace: what it means here, in a sentence or two. */
export type Term = {
  /** As it stands at the start of a heading. */
  readonly name: string;
  readonly meaning: string;
  /** Which group of the help page it stands in. */
  readonly group: TermGroup;
};

export const termGroups = ["Traffic", "Routing", "Health", "Changes", "Figures", "People and access"] as const;
export type TermGroup = (typeof termGroups)[number];

/** Said once: the `Help` beside a heading and the help page read it here. */
export const glossary = {
  provider: {
    name: "Provider",
    group: "Traffic",
    meaning: "Who runs an API, and which dialect it speaks: openai, anthropic, vllm and others.",
  },
  model: {
    name: "Model",
    group: "Traffic",
    meaning: "The name that the caller asks for. What the provider itself calls it is the upstream model.",
  },
  upstream: {
    name: "Upstream",
    group: "Traffic",
    meaning: "One place that can serve a model: an account at a provider, or an engine of your own.",
  },
  outcome: {
    name: "Outcome",
    group: "Traffic",
    meaning:
      "How a request ended: completed; rejected (refused before an upstream was asked, or by it as wrong); failed, before the first token or in mid-stream; or canceled by the caller.",
  },
  attempt: {
    name: "Attempt",
    group: "Traffic",
    meaning: "One call of one upstream. A request has several when the first does not succeed.",
  },
  retry: { name: "Retry", group: "Traffic", meaning: "Another attempt within the same priority." },
  fallback: {
    name: "Fallback",
    group: "Traffic",
    meaning: "An attempt at the next priority, when no target of the one before could serve.",
  },
  inFlight: { name: "In-flight", group: "Traffic", meaning: "Requests that were sent and have not finished." },
  run: {
    name: "Run",
    group: "Traffic",
    meaning: "Requests of one session, or of one trace, looked at together.",
  },
  session: {
    name: "Session",
    group: "Traffic",
    meaning:
      "Requests that a caller marks as belonging together with x-meridian-session. Only a hash of the name is kept.",
  },
  route: {
    name: "Route",
    group: "Routing",
    meaning: "Which requests it matches, the policy that orders its targets, and those targets.",
  },
  target: {
    name: "Target",
    group: "Routing",
    meaning: "A route’s reference to an upstream, with a priority and a weight.",
  },
  policy: {
    name: "Policy",
    group: "Routing",
    meaning: "How a route orders its targets: by weight, in turn, by latency, by queue and others.",
  },
  priority: {
    name: "Priority and weight",
    group: "Routing",
    meaning: "Priority is the tier: lower is tried first. Weight is the share within a tier.",
  },
  cooldown: {
    name: "Cooldown",
    group: "Health",
    meaning: "A pause because the upstream said so: it answered 429, perhaps with Retry-After.",
  },
  errorInsight: {
    name: "Error insight",
    group: "Health",
    meaning:
      "Requests that went wrong in the same way: the same cause, at the same upstream, with the same message but for names and numbers. Attempts that another one rescued count, too. New for a day; escalating while it comes far more often than it used to; regressed when it comes back after it was resolved.",
  },
  circuitBreaker: {
    name: "Circuit breaker",
    group: "Health",
    meaning:
      "Guards one upstream by its own failures. Closed lets requests through, open refuses them for a while, half-open lets a few through to see whether it is well again.",
  },
  outlierEjection: {
    name: "Outlier ejection",
    group: "Health",
    meaning: "An upstream is taken out for a while because it is worse than its peers.",
  },
  slowStart: {
    name: "Slow start",
    group: "Health",
    meaning: "An upstream that is back gets its share little by little, so that it is not overrun at once.",
  },
  utilization: {
    name: "Utilization",
    group: "Health",
    meaning: "In-flight requests as a share of the most that an upstream may have at a time.",
  },
  quota: {
    name: "Quota left",
    group: "Health",
    meaning: "What remains of an upstream’s limits: how many more requests it may have in-flight at a time.",
  },
  configVersion: {
    name: "Config version",
    group: "Changes",
    meaning:
      "One published routing document, numbered v1, v2 and so on. It never changes: another text is another version.",
  },
  draft: {
    name: "Draft",
    group: "Changes",
    meaning: "Text that a config version is made from and that does not serve yet.",
  },
  environment: {
    name: "Environment",
    group: "Changes",
    meaning: "Production, staging and so on: each has its own keys, its own active deployment and its own metrics.",
  },
  deployment: {
    name: "Deployment",
    group: "Changes",
    meaning: "Which version serves an environment, since when, and by whom.",
  },
  override: {
    name: "Override",
    group: "Changes",
    meaning:
      "An order that stands above the config until it expires: drain an upstream, cap its share, force a route. It is in the audit log, with its reason.",
  },
  drain: {
    name: "Drain",
    group: "Changes",
    meaning: "An override that sends an upstream no new requests. What is in-flight there finishes.",
  },
  rollback: {
    name: "Rollback",
    group: "Changes",
    meaning: "A new deployment that points at an earlier version. Nothing is deleted.",
  },
  requestRate: {
    name: "Requests per second",
    group: "Figures",
    meaning: "All requests that ended in a stretch of time, whatever their outcome, divided by its length.",
  },
  latency: {
    name: "Latency",
    group: "Figures",
    meaning: "How long a completed request took, as its caller saw it. Refusals answer in no time and are left out.",
  },
  heatmap: {
    name: "Heatmap",
    group: "Figures",
    meaning:
      "How many requests took how long, over time. Two kinds of requests beside each other, which a percentile hides, are two bands here.",
  },
  trafficShare: {
    name: "Traffic share",
    group: "Figures",
    meaning: "Which part of the requests each upstream served: where routing sends traffic, and when it moved.",
  },
  tokens: {
    name: "Tokens",
    group: "Figures",
    meaning: "What providers bill by. Input tokens include those that came from a cache.",
  },
  usage: {
    name: "Usage",
    group: "Figures",
    meaning: "What the requests of each route, model, key and so on add up to. Click a value to see only that.",
  },
  versionComparison: {
    name: "Comparing versions",
    group: "Figures",
    meaning:
      "What each of two config versions decided in the stretch of time on show. If both served at once they are compared fairly; if one followed the other, the time of day is part of the difference.",
  },
  ttft: {
    name: "TTFT",
    group: "Figures",
    meaning: "Time to first token: from sending the request to the first token that is not empty.",
  },
  itl: { name: "ITL", group: "Figures", meaning: "Inter-token latency: the gap between one token and the next." },
  tpot: {
    name: "TPOT",
    group: "Figures",
    meaning: "Time per output token: (end-to-end time − TTFT) ÷ (output tokens − 1).",
  },
  percentile: {
    name: "p50, p95, p99",
    group: "Figures",
    meaning:
      "Percentiles: 95% of requests took no longer than the p95. They come from merged histograms, never from averages of percentiles.",
  },
  rpm: { name: "RPM and TPM", group: "Figures", meaning: "Requests and tokens per minute." },
  errorRate: {
    name: "Error rate",
    group: "Figures",
    meaning:
      "Failed requests as a share of those answered, completed and failed. What a caller canceled, or was refused for its own mistake, counts in neither.",
  },
  cost: {
    name: "Cost",
    group: "Figures",
    meaning:
      "Tokens times the price that the config gives for the upstream, in US dollars. A provider’s bill may differ.",
  },
  fingerprint: {
    name: "Fingerprint",
    group: "Figures",
    meaning:
      "What makes errors the same error: their class, provider, upstream and message with names and numbers left out.",
  },
  workspace: {
    name: "Workspace",
    group: "People and access",
    meaning: "A team’s own space: its people, config versions and environments. Nothing is seen across workspaces.",
  },
  role: {
    name: "Role",
    group: "People and access",
    meaning:
      "What a person may do in a workspace: owner, admin, engineer, domain expert or viewer. The server decides; screens only leave out what would be refused.",
  },
  gatewayKey: {
    name: "Gateway key",
    group: "People and access",
    meaning: "What an application opens the gateway with. Shown once; Meridian keeps a hash.",
  },
  secret: {
    name: "Secret",
    group: "People and access",
    meaning:
      "A credential for a provider. It can be written and replaced but never read, and is sent only to the hosts it is allowed for.",
  },
  auditLog: {
    name: "Audit log",
    group: "People and access",
    meaning: "Who changed what and when, with the role they had then. It can only grow.",
  },
} as const satisfies Readonly<Record<string, Term>>;

export type TermId = keyof typeof glossary;

/** Every term with its id, in the order of the help page. */
export const terms: readonly (Term & { readonly id: TermId })[] = termGroups.flatMap((group) =>
  (Object.keys(glossary) as TermId[])
    .filter((id) => glossary[id].group === group)
    .map((id) => ({ id, ...glossary[id] })),
);
