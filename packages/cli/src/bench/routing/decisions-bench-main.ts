import { parseArgs } from "node:util";
import { checkRoutingConfig } from "@meridian/routing-config";
import { policyKinds, planRequest, type PromptText, RoutingState, type RouteRequest } from "@meridian/routing";
import { seededRandom } from "@meridian/simulator";

const usage = `npm run bench:decisions -- [options]

What it takes to decide on one request, in µs of one thread: matching, limits, health and policy, for a streamed chat of 7,000
tokens whose beginning was hashed before, over engines that all have prices, limits, speeds and requests in flight. The best of
the rounds: what runs beside it only adds.

  --upstreams N   of the route (may be given again): 10 and 200
  --rounds N      of 2,000 decisions at 10 upstreams, fewer at more: 60
  --help          this text
`;

const { values } = parseArgs({
  options: {
    upstreams: { type: "string", multiple: true, default: ["10", "200"] },
    rounds: { type: "string", default: "60" },
    help: { type: "boolean", default: false },
  },
});

/** Upper bounds that are promised, µs by upstreams. */
const promised: Readonly<Record<string, number>> = { "10": 10, "200": 60 };

if (values.help) process.stdout.write(usage);
else {
  const counts = values.upstreams.map(Number);
  process.stdout.write(`| policy | ${counts.map((count) => `${count} upstreams`).join(" | ")} |\n`);
  process.stdout.write(`|---|${counts.map(() => "---:|").join("")}\n`);
  const worst = counts.map(() => 0);
  for (const policy of policyKinds) {
    const figures = counts.map((count) => decisionUs(policy, count, Number(values.rounds)));
    figures.forEach((figure, at) => (worst[at] = Math.max(worst[at] ?? 0, figure)));
    process.stdout.write(`| \`${policy}\` | ${figures.map((figure) => figure.toFixed(1)).join(" | ")} |\n`);
  }
  const bounds = counts.map((count) => promised[String(count)]);
  if (bounds.some((bound, at) => bound !== undefined && (worst[at] ?? 0) > bound)) process.exitCode = 1;
}

/** Least mean time of a decision, µs. */
function decisionUs(policy: string, upstreams: number, rounds: number): number {
  const { table, diagnostics } = checkRoutingConfig(document(policy, upstreams));
  if (!table) throw new Error(diagnostics[0]?.message ?? "The document has no table.");
  const state = new RoutingState();
  const random = seededRandom(7);
  let nowMs = 1_000_000;
  state.adopt(table, nowMs);
  const request = chat();
  const options = { inputTokens: 7_000, prompt: request.prompt ?? null, table };
  for (let index = 0; index < upstreams; index++) {
    const ticket = state.begin(index, 7_256, nowMs, options);
    state.firstToken(ticket, nowMs + 300 + index);
    const times = { firstTokenMs: 300 + index, durationMs: 4_000 };
    const outcome = {
      kind: "completed",
      status: 200,
      stream: true,
      inputTokens: 7_000,
      outputTokens: 256,
      ...times,
    } as const;
    state.end(ticket, outcome, nowMs + 4_000, random);
    state.begin(index, 7_256, nowMs, options);
  }
  const decisions = Math.max(100, Math.round(20_000 / upstreams));
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const fromMs = performance.now();
    for (let decision = 0; decision < decisions; decision++) {
      nowMs += 1;
      planRequest({ table, state, request, overrides: [], nowMs, random });
    }
    least = Math.min(least, (1_000 * (performance.now() - fromMs)) / decisions);
  }
  return least;
}

/** 100 blocks of 70 tokens. */
function chat(): RouteRequest {
  const hashes = Uint32Array.from({ length: 100 }, (_, at) => Math.imul(at + 1, 0x9e3779b1));
  const ends = Uint32Array.from({ length: 100 }, (_, at) => 70 * (at + 1));
  const prompt: PromptText = { prefix: () => ({ hashes, ends }), complexity: () => null };
  return {
    endpoint: "chat.completions",
    model: "chat",
    stream: true,
    keyName: "bench",
    keyRoutes: ["*"],
    tags: [],
    headers: {},
    inputTokens: 7_000,
    maxOutputTokens: null,
    needs: { tools: false, vision: false, jsonSchema: false },
    noFallback: false,
    prompt,
  };
}

function document(policy: string, upstreams: number): string {
  const names = Array.from({ length: upstreams }, (_, at) => `engine-${at + 1}`);
  const lines = names.map(
    (name) =>
      `  ${name}: { provider: vllm, base_url: "https://${name}.example.com/v1", price: { input_per_million_tokens: 1, output_per_million_tokens: 2 }, limits: { requests_per_minute: 100000, tokens_per_minute: 1000000000, max_in_flight: 1000 } }`,
  );
  return `language: 1
upstreams:
${lines.join("\n")}
routes:
  chat: { policy: ${policy}, targets: [${names.map((name) => `{ upstream: ${name} }`).join(", ")}] }
`;
}
