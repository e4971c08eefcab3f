/** The key that the load shows. The bare relay ignores it. */
export const benchKey = "bench-key";

/** A routing document with everything on that a request can meet: health, limits, retries, a fallback target. */
export function benchConfig(upstreamPort: number): string {
  const upstream = (path: string) => `{
      provider: openai-compatible, base_url: "http://127.0.0.1:${upstreamPort}${path}", region: us-east, tags: [bench],
      capabilities: { context_window: 128000 }, price: { input_per_million_tokens: 0.50, output_per_million_tokens: 1.50 },
      limits: { max_in_flight: 10000 }, slow_start: 30s,
      circuit_breaker: { error_rate: 20%, window: 30s, min_requests: 20, consecutive_failures: 5, open_for: 30s } }`;
  return `language: 1
upstreams:
  first: ${upstream("/v1")}
  second: ${upstream("/second/v1")}
routes:
  bench:
    policy: latency
    targets: [{ upstream: first }, { upstream: second }]
    requirements: { tags: [bench], regions: ["us-*"] }
    outlier_ejection: { max_ejection_percent: 50%, base_ejection: 30s }
    retry: { max_attempts: 3 }
gateway_keys:
  - { name: bench, key: ${benchKey}, routes: ["*"] }
`;
}
