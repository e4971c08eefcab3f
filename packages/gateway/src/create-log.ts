import { type Logger, pino } from "pino";

/** Names under which a credential could reach a log line, at the top and one or two levels down. */
const secretNames = [
  "authorization",
  "apiKey",
  "api_key",
  "x-api-key",
  "password",
  "ticket",
  "key",
  "cookie",
  "connectionString",
];

/** The process's log: JSON lines on standard output, credentials replaced. Prompts and completions are never passed to it. */
export function createLog(level: string, name: string): Logger {
  const paths = secretNames.flatMap((each) => [`["${each}"]`, `*["${each}"]`, `*.*["${each}"]`]);
  return pino({ name, level, redact: { paths, censor: "[redacted]" } });
}
