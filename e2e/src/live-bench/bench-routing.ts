/** Models that the load asks for: a route each. */
export const benchModels = ["bench-chat", "bench-search", "bench-claims", "bench-code"] as const;

const upstreams = ["bench-1", "bench-2", "bench-3", "bench-4", "bench-5", "bench-6"] as const;

/**
 * The demo's document with four routes over six upstreams more, all of them the benchmark's one process: so many cells
 * change with every tick as in a workspace of middling size.
 */
export function withBenchRoutes(yaml: string, upstreamPort: number): string {
  const upstreamLines = upstreams.map(
    (name) =>
      `  ${name}: { provider: openai-compatible, base_url: "http://127.0.0.1:${upstreamPort}/v1", limits: { max_in_flight: 1000 }, price: { input_per_million_tokens: 0.50, output_per_million_tokens: 1.50 } }`,
  );
  const routeLines = benchModels.map(
    (name) => `  ${name}:
    policy: round_robin
    targets: [${upstreams.map((upstream) => `{ upstream: ${upstream} }`).join(", ")}]`,
  );
  return yaml
    .replace(/^upstreams:$/m, ["upstreams:", ...upstreamLines].join("\n"))
    .replace(/^routes:$/m, ["routes:", ...routeLines].join("\n"));
}
