/** A small valid document. Other weights make another document. */
export function testRoutingConfig(weight: number, apiKey: string | null = null): string {
  return `language: 1
upstreams:
  east-1:
    provider: openai-compatible
    base_url: http://127.0.0.1:9/v1${apiKey === null ? "" : `\n    api_key: "\${secret.${apiKey}}"`}
  west-1: { provider: openai-compatible, base_url: "http://127.0.0.1:10/v1" }
routes:
  chat:
    match: { models: [chat] }
    policy: weighted
    targets:
      - { upstream: east-1, weight: ${weight} }
      - { upstream: west-1, weight: ${100 - weight} }
`;
}
