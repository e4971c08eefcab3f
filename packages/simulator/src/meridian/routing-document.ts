import type { SimulatedUpstream } from "../simulation/simulated-upstream.ts";

/** Model that callers of a simulation ask for: the one route of its document. */
export const simulatedModel = "simulated";

/** What a scenario says about its route beyond the targets. */
export type RouteText = {
  /** As it stands behind `policy:`. */
  readonly policy: string;
  /** Further lines of the route, each `key: value` in YAML. */
  readonly more?: readonly string[];
  /** Engines are asked five times a second how much they have to do. */
  readonly engineMetrics?: boolean;
};

/** The routing document of a simulated fleet, as somebody would write it: every upstream a target of one route. */
export function routingDocument(
  upstreams: readonly SimulatedUpstream[],
  { policy, more = [], engineMetrics = false }: RouteText,
): string {
  const targets = upstreams.map(({ name, priority }) => `      - { upstream: ${name}, priority: ${priority} }`);
  return `language: 1
upstreams:
${upstreams.map((upstream) => upstreamText(upstream, engineMetrics)).join("\n")}
routes:
  ${simulatedModel}:
    policy: ${policy}
    targets:
${targets.join("\n")}
    outlier_ejection: { max_ejection_percent: 50%, base_ejection: 30s }
${more.map((line) => `    ${line}\n`).join("")}`;
}

function upstreamText(upstream: SimulatedUpstream, engineMetrics: boolean): string {
  const { name, provider, region, tags, price, quota } = upstream;
  const metrics = `engine_metrics: { url: "https://${name}.simulated.test/metrics", interval: 200ms }`;
  const limits = [
    ...(quota?.requestsPerMinute ? [`requests_per_minute: ${quota.requestsPerMinute}`] : []),
    ...(quota?.tokensPerMinute ? [`tokens_per_minute: ${quota.tokensPerMinute}`] : []),
  ];
  return [
    `  ${name}:`,
    `    provider: ${provider}`,
    `    base_url: https://${name}.simulated.test/v1`,
    `    upstream_model: ${simulatedModel}`,
    `    region: ${region}`,
    ...(tags.length > 0 ? [`    tags: [${tags.join(", ")}]`] : []),
    ...(price
      ? [
          `    price: { input_per_million_tokens: ${price.input}, cached_input_per_million_tokens: ${price.cachedInput}, output_per_million_tokens: ${price.output} }`,
        ]
      : []),
    ...(engineMetrics && provider === "vllm" ? [`    ${metrics}`] : []),
    ...(limits.length > 0 ? [`    limits: { ${limits.join(", ")} }`] : []),
  ].join("\n");
}
