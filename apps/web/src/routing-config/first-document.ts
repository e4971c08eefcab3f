/** What a person begins with where nothing was published: small, complete, to be changed. */
export const firstDocument = `# Where requests can go.
language: 1

upstreams:
  my-upstream:
    provider: openai-compatible
    base_url: https://llm.example.com/v1
    # api_key: "\${secret.MY_KEY}"

# Callers choose a route by the model name they send.
routes:
  chat:
    policy: latency
    targets:
      - { upstream: my-upstream }
`;
