import { testKey } from "./start-test-gateway.ts";

type Options = {
  /** YAML of one line each, added to every upstream. */
  readonly upstream?: string;
  readonly provider?: string;
  readonly policy?: string;
  readonly route?: readonly string[];
  readonly timeouts?: string;
  readonly retry?: string;
  readonly keyRoutes?: string;
};

/** A document with one route `chat` over the given upstreams, in order of priority. */
export function routingYaml(urls: Readonly<Record<string, string>>, options: Options = {}): string {
  const names = Object.keys(urls);
  const upstreams = names.map(
    (name) =>
      `  ${name}: { provider: ${options.provider ?? "openai-compatible"}, base_url: "${urls[name]}", api_key: "\${env.UPSTREAM_KEY}"${options.upstream ? `, ${options.upstream}` : ""} }`,
  );
  const targets = names.map((name, i) => `      - { upstream: ${name}, priority: ${i + 1} }`);
  return [
    "language: 1",
    "defaults:",
    `  timeouts: { ${options.timeouts ?? "connect: 2s, first_token: 5s, idle: 5s, response: 5s"} }`,
    `  retry: { ${options.retry ?? "max_attempts: 3, max_retry_share: 100%"} }`,
    "upstreams:",
    ...upstreams,
    "routes:",
    "  chat:",
    '    match: { models: [chat, "chat-*"] }',
    `    policy: ${options.policy ?? "round_robin"}`,
    "    targets:",
    ...targets,
    ...(options.route ?? []).map((line) => `    ${line}`),
    "gateway_keys:",
    `  - { name: local, key: "${testKey}", routes: [${options.keyRoutes ?? '"*"'}] }`,
    "",
  ].join("\n");
}
