import { expect, test } from "vitest";
import { explainCommand } from "./explain-command.ts";
import { capturedConsole } from "./testing/captured-console.ts";
import { temporaryFile } from "./testing/temporary-file.ts";

const config = `language: 1
upstreams:
  east: { provider: openai-compatible, base_url: "http://east.test/v1", region: us-east, tags: [hipaa, premium], limits: { requests_per_minute: 10 }, health_check: { path: /health } }
  west: { provider: openai-compatible, base_url: "http://west.test/v1", region: us-west, tags: [hipaa] }
  claude: { provider: anthropic, base_url: "https://api.anthropic.com/v1", upstream_model: claude, tags: [hipaa] }
  cheap: { provider: openai-compatible, base_url: "http://cheap.test/v1", tags: [economy] }
routes:
  batch: { match: { models: [chat], tags: [batch] }, policy: weighted, targets: [{ upstream: cheap }] }
  chat:
    policy: latency
    requirements: { tags: [hipaa] }
    targets: [{ upstream: east }, { upstream: west }, { upstream: claude, priority: 2 }, { upstream: cheap, priority: 2 }]
    rules:
      - { name: nights, when: { schedule: { from: "22:00", to: "06:00", time_zone: America/New_York } }, prefer: { upstreams: [west] } }
    affinity: { key: session }
gateway_keys:
  - { name: web, key: "some-key-of-the-web-app", routes: [chat] }
`;
const prompt = "the secret plan of our company";
const body = { model: "chat", stream: true, messages: [{ role: "user", content: prompt }] };

async function explain(
  options: { args?: readonly string[]; body?: object | string; state?: object; config?: string } = {},
) {
  const console = capturedConsole();
  const text = typeof options.body === "string" ? options.body : JSON.stringify(options.body ?? body);
  const code = await explainCommand.run(
    [
      "--config",
      temporaryFile("routing.yaml", options.config ?? config),
      "--request",
      temporaryFile("request.json", text),
      "--at",
      "2026-11-28T14:00:00-05:00",
      ...(options.state ? ["--state", temporaryFile("state.json", JSON.stringify(options.state))] : []),
      ...(options.args ?? []),
    ],
    console,
  );
  return { code, said: console.said.join("\n"), words: console.said.join(" ").replace(/\s+/g, " ") };
}

test("says in order who was chosen, which route matched, who was passed over, rules, order and what failures lead to", async () => {
  const { code, said, words } = await explain({ args: ["--header", "x-meridian-session: 7"] });
  expect(code).toBe(0);
  expect(words).toContain("chat.completions for the model chat, streamed,");
  expect(words).toContain("Nothing is measured yet");
  expect(words).toContain("not batch: it is not tagged batch. chat: it serves the model chat.");
  expect(words).toContain("cheap: Lacks a required tag (not tagged hipaa).");
  expect(words).toMatch(/“nights” does not apply: it is outside .*\./);
  expect(words).toContain("Not kept together: its session lives nowhere yet");
  expect(words).toMatch(
    /Policy latency\. Ordered by expected latency\. 1\. (east|west) \(priority 1, .*\) ?: not measured yet/,
  );
  expect(words).toContain("claude fails: the caller gets the error. The route's limit of attempts was reached.");
  const titles = said.split("\n").filter((line) => /^[A-Z][a-z ]+$/.test(line));
  expect(titles).toEqual(["Route", "Passed over", "Rules", "Affinity", "Order", "If it fails"]);
  expect(said).not.toContain("secret");
  for (const line of said.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
});

test("time, headers and keys decide as in a gateway", async () => {
  const night = await explain({ args: ["--at", "2026-11-28T23:00:00-05:00"] });
  expect(night.words).toMatch(/“nights” applies: it is within .* 1\. west/);
  expect((await explain({ args: ["--header", "X-Meridian-Tags: batch"] })).words).toContain(
    "cheap is tried first, and nobody",
  );
  const forbidden = await explain({ args: ["--key", "web", "--header", "x-meridian-tags: batch"] });
  expect(forbidden).toMatchObject({ code: 1, words: expect.stringContaining("gets the error route_forbidden") });
});

test("live values count as in earnest: speed, failures, limits and what is in flight", async () => {
  const fast = { first_token_ms: 100, per_token_ms: 5 };
  const slow = { first_token_ms: 2_000, per_token_ms: 50 };
  const first = async (state: object) => (await explain({ state: { upstreams: state } })).words;
  expect(await first({ east: fast, west: slow })).toMatch(/east is tried first: [\d,]+ ms predicted with 0 in flight/);
  expect(await first({ east: slow, west: fast })).toContain("west is tried first");
  expect(await first({ east: { ...fast, requests_this_minute: 10 }, west: slow })).toContain(
    "east: At its limit of requests a minute (10 of 10 requests a minute begun",
  );
  expect(await first({ east: { failed_in_a_row: 5 } })).toContain("east: Circuit breaker open (");
  expect(await first({ east: { cooldown_ms: 5_000 } })).toContain(
    "east: Cooling down after a 429 (rate limited, for another 5 s)",
  );
  expect(await first({ east: { fails_health_checks: true } })).toContain("east: Fails its health checks (");
  expect(await first({ east: { ...fast, in_flight: 300 }, west: slow })).not.toContain("east is tried first");
  expect(await first({ east: fast })).not.toContain("Nothing is measured yet");
});

test("rules read live values and signals, taken to have stood so for long enough", async () => {
  const rules = (...lines: readonly string[]) =>
    config.replace(/ +- \{ name: nights.*\n/, lines.map((line) => `      - ${line}\n`).join(""));
  const measured = rules(
    "{ name: slow, when: { first_token_p95: { of: { tags: [premium] }, window: 1m, above: 600ms, for: 30s, hold: 5m } }, prefer: { upstreams: [west] } }",
    "{ name: dear, when: { signal: { name: spot-price, above: 0.8, for: 1m } }, prefer: { upstreams: [claude] } }",
  );
  const first = async (state: object) => (await explain({ config: measured, state })).words;
  const speed = (firstTokenMs: number) => ({ east: { first_token_ms: firstTokenMs, per_token_ms: 5 } });
  expect(await first({ upstreams: speed(900) })).toMatch(/west is tried first: preferred by “slow”.*“slow” applies: /);
  expect(await first({ upstreams: speed(300) })).toMatch(/“slow” does not apply: .*“dear” does not apply: /);
  expect(await first({ signals: { "spot-price": 0.9 } })).toContain("claude is tried first: preferred by “dear”");
  expect((await explain({ config: measured })).words).toMatch(/“slow” does not apply: .*“dear” does not apply: /);
});

test("says who is asked too when the first is slow to begin, and when; or why nobody is", async () => {
  const hedged = (after: string) =>
    config.replace("    policy: latency", `    policy: latency\n    hedge: { after: ${after} }`);
  const section = async (after: string, options: Parameters<typeof explain>[0] = {}) =>
    /If it is slow to begin (.*) If it fails/.exec((await explain({ config: hedged(after), ...options })).words)?.[1];
  const upstreams = {
    east: { first_token_ms: 100, per_token_ms: 5 },
    west: { first_token_ms: 300, per_token_ms: 5 },
  };
  const measured = { state: { upstreams } };
  expect(await section("250ms", measured)).toBe(
    "When east has no first token after 250 ms, west is asked too, and who begins first answers. At most 5 % of the route's requests are asked twice.",
  );
  expect(await section("p95", measured)).toMatch(
    /^When east has no first token after 1\d\d ms, which 95 of 100 streams of this size stay below there, west is asked too/,
  );
  expect(await section("p95")).toMatch(/no stream of (east|west) has begun yet/);
  const busy = { east: upstreams.east, west: { ...upstreams.west, in_flight: 3 }, claude: { failed_in_a_row: 5 } };
  expect(await section("250ms", { state: { upstreams: busy } })).toBe(
    "Nobody else is asked: no other may be tried that has fewer requests in flight than east.",
  );
  expect(await section("p95", { body: { ...body, stream: false } })).toContain("the reply is not streamed");
  expect(await section("p95", { args: ["--header", "x-meridian-no-fallback: 1"] })).toContain("its caller forbids");
  expect((await explain()).words).not.toContain("slow to begin");
});

test("an upstream whose protocol lacks a field is passed over, as a gateway finds out when it comes to it", async () => {
  const { words } = await explain({ body: { ...body, logit_bias: { "5": 1 } } });
  expect(words).toContain("claude: Its protocol lacks a field (its protocol has no word for `logit_bias`).");
});

test("what a caller would be refused for is said, with exit code 1", async () => {
  const refused = async (options: Parameters<typeof explain>[0]) => {
    const { code, words } = await explain(options);
    expect(code).toBe(1);
    return words;
  };
  expect(await refused({ body: { ...body, model: "chta" } })).toContain(
    "No route serves the model “chta”. Close to it: chat.",
  );
  expect(await refused({ body: "{" })).toContain("gets the error invalid_json");
  expect(await refused({ args: ["--header", "x-meridian-timeout-ms: soon"] })).toContain(
    "gets the error invalid_header",
  );
  const limited = config.replace(
    "    policy: latency",
    "    policy: latency\n    spend_limit: { amount_usd: 5, period: day, time_zone: America/New_York, when_exhausted: block }",
  );
  const state = { routes: { chat: { spent_usd: 5 } } };
  expect(await refused({ config: limited, state })).toContain("gets the error route_spend");
});

test("--json has all of it, and nothing of the prompt", async () => {
  const { said } = await explain({ args: ["--json"] });
  const explanation = JSON.parse(said);
  expect(explanation).toMatchObject({
    at: "2026-11-28T19:00:00.000Z",
    measured: false,
    error: null,
    plan: { route: "chat" },
  });
  expect(explanation.words.candidates).toHaveLength(3);
  expect(said).not.toContain("secret");
});

test.each<[string, readonly string[], string]>([
  ["no document", [], "--config is missing"],
  ["no request", ["--config", "x.yaml"], "--request is missing"],
  ["a time without a zone", ["--config", "x", "--request", "y", "--at", "2026-11-28T14:00"], "a time with its zone"],
  ["an impossible time", ["--config", "x", "--request", "y", "--at", "2026-13-28T14:00:00Z"], "a time with its zone"],
  ["a broken header", ["--config", "x", "--request", "y", "--header", "x-tag"], '"name: value"'],
  ["an unknown endpoint", ["--config", "x", "--request", "y", "--endpoint", "chats"], "is one of chat.completions"],
  ["no such file", ["--config", "no-such.yaml", "--request", "y"], "There is no file no-such.yaml."],
])("called with %s it says what is wrong", async (_, args, message) => {
  await expect(explainCommand.run(args, capturedConsole())).rejects.toThrow(message);
});

test.each<[string, Parameters<typeof explain>[0], string]>([
  ["a document with errors", { config: "language: 1\nupstrems: {}\n" }, /routing.yaml:2:1: /.source],
  ["an unknown upstream in the live state", { state: { upstreams: { est: {} } } }, "names the upstream est"],
  [
    "an unknown value in the live state",
    { state: { upstreams: { east: { latency: 4 } } } },
    "upstreams.east: .*latency",
  ],
  ["usage that nothing limits", { state: { upstreams: { west: { spent_usd: 4 } } } }, "no limit of spend there"],
  [
    "failing checks that nobody makes",
    { state: { upstreams: { west: { fails_health_checks: true } } } },
    "`health_check`",
  ],
  ["half of a speed", { state: { upstreams: { west: { per_token_ms: 4 } } } }, "go together"],
  ["a key that the document does not have", { args: ["--key", "wb"] }, "has no gateway key wb. It has web."],
])("%s: it says what, where and how to mend it", async (_, options, message) => {
  await expect(explain(options)).rejects.toThrow(new RegExp(message));
});

test("says by how many failures an upstream misses the objective for success", async () => {
  const price = (usd: number) => `price: { input_per_million_tokens: ${usd}, output_per_million_tokens: ${usd} }`;
  const promising = `language: 1
upstreams:
  own: { provider: vllm, base_url: "http://own.test/v1", ${price(1)} }
  api: { provider: openai-compatible, base_url: "http://api.test/v1", ${price(10)} }
routes: { chat: { policy: cost, objectives: { success_rate: 99.9% }, targets: [{ upstream: own }, { upstream: api }] } }
gateway_keys: [{ name: web, key: "some-key-of-the-web-app" }]
`;
  const own = { first_token_ms: 200, per_token_ms: 10, succeeded: 395, failed: 5 };
  const { words } = await explain({ config: promising, state: { upstreams: { own } } });
  expect(words).toMatch(/api is tried first: \$[\d.]+ expected, least of 2\./);
  expect(words).toMatch(
    /2\. own \(priority 1, fails too often\): \$[\d.]+ expected, but failed 1\.3 % of about 400 requests of the last minutes; the objective allows 0\.1 %\./,
  );
});
