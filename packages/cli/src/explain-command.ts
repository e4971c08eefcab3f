import { allEndpoints, type Endpoint, parseRequest } from "@meridian/chat-protocol";
import { type Asked, decide } from "@meridian/gateway";
import { estimateTokens, RoutingState, type RoutingTable } from "@meridian/routing";
import { checkRoutingConfig } from "@meridian/routing-config";
import { seededRandom } from "@meridian/simulator";
import { type Command, UsageError } from "./command/command.ts";
import { readArguments } from "./command/read-arguments.ts";
import { readTextFile } from "./command/read-text-file.ts";
import { explanationOf } from "./explain/explanation.ts";
import { explanationText } from "./explain/explanation-text.ts";
import { applyLiveState, type LiveState, readLiveState } from "./explain/live-state.ts";
import { headersOf, keyOf, momentOf } from "./explain/request-options.ts";

/** `explain`: which upstreams would serve a request, in which order, and why. Nothing is sent. */
export const explainCommand: Command = {
  summary: "says who would serve a request, in which order, and why",
  usage: `npm run cli -- explain --config FILE --request FILE|- [options]

Decides on a request as a gateway with this routing document does, by the same code, and says why. Nothing is sent.
Exit code 0: it would be sent; 1: its caller would get an error.

  --config FILE     routing document
  --request FILE    JSON body as callers send it; - reads it from stdin
  --endpoint NAME   ${allEndpoints.map(({ name }) => name).join(", ")}: chat.completions
  --header TEXT     a header of the request, as "name: value"; may be repeated
  --key NAME        the gateway key that it comes with; without it, one that may use every route
  --region NAME     where the gateway is
  --at TIME         the moment, as 2026-11-28T14:00:00-05:00: now
  --state FILE      JSON with what is measured: speed, requests in flight, failures, what is used of limits
  --seed N          another draw where upstreams are alike: 1
  --json            prints all of it as JSON`,
  run: async (args, console) => {
    const { values } = readArguments({
      args: [...args],
      options: {
        config: { type: "string" },
        request: { type: "string" },
        endpoint: { type: "string", default: "chat.completions" },
        header: { type: "string", multiple: true, default: [] },
        key: { type: "string" },
        region: { type: "string" },
        at: { type: "string" },
        state: { type: "string" },
        seed: { type: "string", default: "1" },
        json: { type: "boolean", default: false },
      },
    });
    if (values.config === undefined) throw new UsageError("--config is missing: name a routing document.");
    if (values.request === undefined) throw new UsageError("--request is missing: name a JSON file, or - for stdin.");
    if (!/^\d{1,9}$/.test(values.seed)) throw new UsageError(`--seed is a whole number, not ${values.seed}.`);
    const nowMs = momentOf(values.at);
    const headers = headersOf(values.header);
    const endpoint = endpointOf(values.endpoint);
    const table = await readTable(values.config);
    const key = keyOf(values.key, table);
    const live = values.state === undefined ? null : readLiveState(await readTextFile(values.state), values.state);
    const body = values.request === "-" ? await readStdin() : Buffer.from(await readTextFile(values.request));

    const asked: Asked = { endpoint, body, headers, key, region: values.region ?? null };
    const serving = {
      table,
      state: stateOf(table, live, tokensOf(endpoint, body), nowMs),
      nowMs,
      random: seededRandom(Number(values.seed)),
    };
    const explanation = explanationOf(asked, serving, decide(asked, serving), live !== null);
    if (values.json) console.out(JSON.stringify(explanation, null, 2));
    else for (const line of explanationText(explanation, process.stdout.columns)) console.out(line);
    return explanation.error === null ? 0 : 1;
  },
};

function endpointOf(name: string): Endpoint {
  const endpoint = allEndpoints.find((each) => each.name === name);
  if (endpoint) return endpoint;
  const names = allEndpoints.map((each) => each.name).join(", ");
  throw new UsageError(`--endpoint is one of ${names}, not ${name}.`);
}

async function readTable(file: string): Promise<RoutingTable> {
  const { table, diagnostics } = checkRoutingConfig(await readTextFile(file), { mode: "file" });
  if (table) return table;
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const lines = errors.slice(0, 5).map(({ range: { start }, message, hint }) => {
    return `${file}:${start.line}:${start.column}: ${message}${hint ? `\n    ${hint}` : ""}`;
  });
  const more = errors.length > lines.length ? `\nand ${errors.length - lines.length} more: run check on it.` : "";
  throw new UsageError(`${lines.join("\n")}${more}`);
}

/** A gateway that has just begun, or one that has measured what `live` says. */
function stateOf(table: RoutingTable, live: LiveState | null, inputTokens: number, nowMs: number): RoutingState {
  const state = new RoutingState();
  state.adopt(table, nowMs - 1);
  applyLiveState(live ?? {}, state, table, { nowMs, inputTokens, random: () => 0.5 });
  return state;
}

/** Of a body that makes no sense nothing depends on it. */
function tokensOf({ request }: Endpoint, body: Buffer): number {
  const parsed = parseRequest(request, body);
  return parsed.ok ? estimateTokens(parsed.request.inputBytes) : 0;
}

async function readStdin(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
