/** A config of one route, `chat`, to the upstreams named. `more` is appended. */
export function routingYaml(upstreams: Readonly<Record<string, string>>, more = ""): string {
  const names = Object.keys(upstreams);
  return `language: 1
upstreams:
${names.map((name) => `  ${name}: { provider: vllm, base_url: "${upstreams[name]}" }`).join("\n")}
routes:
  chat:
    match: { models: [small] }
    policy: round_robin
    targets: [${names.map((name) => `{ upstream: ${name} }`).join(", ")}]
${more}`;
}
