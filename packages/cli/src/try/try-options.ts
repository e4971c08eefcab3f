import { UsageError } from "../command/command.ts";
import { readArguments } from "../command/read-arguments.ts";

export const tryUsage = `npm run gateway:try -- --url URL [--model NAME] [options]

Puts one OpenAI-compatible engine behind the gateway, without a database or an account: checks the engine, starts the
gateway in front of it, prints a key and a curl line, then a line for each request. Ctrl-C ends it and leaves nothing.

  --url URL          the engine's API, up to and including its version: http://localhost:11434/v1
  --model NAME       one of its models; may be left out when it has only one
  --name NAME        what callers ask for; the model's own name unless given
  --port N           the gateway's port: 4000
  --admin-port N     its operators' port (/metrics, /readyz): 4001
  --help             this text

An engine that wants a key gets the one in the variable UPSTREAM_API_KEY.`;

export type TryOptions = {
  readonly baseUrl: string;
  readonly model: string | null;
  readonly name: string | null;
  readonly port: number;
  readonly adminPort: number;
};

/** Throws `UsageError` naming what is wrong. */
export function readTryOptions(args: readonly string[]): TryOptions {
  const { values } = readArguments({
    args: [...args],
    options: {
      url: { type: "string" },
      model: { type: "string" },
      name: { type: "string" },
      port: { type: "string", default: "4000" },
      "admin-port": { type: "string", default: "4001" },
    },
  });
  if (values.url === undefined) throw new UsageError("--url is missing: where does the engine listen?");
  const url = URL.canParse(values.url) ? new URL(values.url) : null;
  if (!url || (url.protocol !== "http:" && url.protocol !== "https:"))
    throw new UsageError("--url must be an http(s) address, for example http://localhost:11434/v1");
  if (url.username !== "" || url.password !== "")
    throw new UsageError("A key does not belong into --url: put it into the variable UPSTREAM_API_KEY.");
  if (url.search !== "" || url.hash !== "") throw new UsageError("--url must end before `?` and `#`.");
  const [port, adminPort] = [portOf("--port", values.port), portOf("--admin-port", values["admin-port"])];
  if (port === adminPort) throw new UsageError("--port and --admin-port must differ.");
  return {
    baseUrl: values.url.replace(/\/+$/, ""),
    model: values.model ?? null,
    name: values.name ?? null,
    port,
    adminPort,
  };
}

function portOf(flag: string, text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new UsageError(`${flag} must be a whole number from 1 to 65535, not ${text}.`);
  return port;
}
