import { demoFleet, demoModel, type DemoUpstream } from "./demo-fleet.ts";

/**
 * The routing document that the demo workspace begins with, as YAML with comments.
 *
 * @param ports of the demo fleet, in its order
 */
export function demoRoutingConfig(ports: readonly number[]): string {
  const upstreams = demoFleet.map((upstream, at) => upstreamYaml(upstream, ports[at]));
  return `# How the demo's traffic is routed. Edit it, look at the diff, publish it, and watch the Overview.
language: 1

defaults:
  timeouts: { connect: 1s, first_token: 15s, idle: 15s, response: 2m }
  # A failed attempt moves on to the next upstream as long as nothing was sent to the caller yet.
  retry: { max_attempts: 3, retry_on: [connect, first_token_timeout, 408, 409, 429, 5xx, stream_error], max_retry_share: 20% }

# Where requests can go: three replicas of one model. All are simulated engines on this machine.
upstreams:
${upstreams.join("\n")}

# Callers choose a route by the model name they send.
routes:
  support-chat:
    description: Customer questions about orders and refunds.
    match: { models: [support-chat, "support-*"] }
    policy: latency                   # whichever answers soonest: a slow upstream loses its traffic within seconds
    targets:
      - { upstream: east-1, priority: 1 }
      - { upstream: east-2, priority: 1 }
      - { upstream: west-1, priority: 2 }   # only when both in the east are out
    outlier_ejection: { max_ejection_percent: 50%, base_ejection: 10s }
    timeouts: { first_token: 10s }

  claims-summary:
    description: Summaries of insurance claims.
    policy: queue                     # whichever has the fewest requests and tokens in flight
    targets:
      - { upstream: east-1 }
      - { upstream: east-2 }
    # Patient data: no fallback ever leaves these. West-1 has no hipaa tag; add it above and the checker warns.
    requirements: { tags: [hipaa], regions: ["us-*"] }

  internal-search:
    description: Answers for our own staff. Cost matters more than speed.
    policy: weighted                  # fixed shares of the traffic
    targets:
      - { upstream: west-1, priority: 1, weight: 80 }
      - { upstream: east-2, priority: 1, weight: 20 }
      - { upstream: east-1, priority: 2 }
`;
}

function upstreamYaml({ name, region, tags, price }: DemoUpstream, port: number | undefined): string {
  if (port === undefined)
    throw new Error(`The demo fleet has ${demoFleet.length} upstreams: give a port for ${name} too.`);
  return `  ${name}:
    provider: vllm
    base_url: http://127.0.0.1:${port}/v1
    api_key: "\${secret.DEMO_FLEET}"
    upstream_model: ${demoModel}
    region: ${region}
    tags: [${tags.join(", ")}]
    capabilities: { context_window: 32000 }
    price: { input_per_million_tokens: ${price.input.toFixed(2)}, cached_input_per_million_tokens: ${price.cachedInput.toFixed(2)}, output_per_million_tokens: ${price.output.toFixed(2)} }
    limits: { max_in_flight: 64 }
    circuit_breaker: { error_rate: 20%, window: 30s, min_requests: 20, consecutive_failures: 5, open_for: 15s }
    slow_start: 15s`;
}
