import { type DestinationStream, type Logger, pino, stdSerializers } from "pino";

export type { Logger };

export const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

/** Names under which a credential could reach a log line, at the top and one or two levels down. */
const secretNames = [
  "authorization",
  "apiKey",
  "api_key",
  "x-api-key",
  "password",
  "passphrase",
  "secret",
  "token",
  "ticket",
  "key",
  "masterKey",
  "cookie",
  "set-cookie",
  "connectionString",
];

/** user:password@ of any address; and keys as we and the usual providers write them. */
const credentials = /(?<=:\/\/)[^\s/@]+@|\b(?:mk_(?:live|test)_|sk-)[\w-]{8,}/g;

/**
 * The log of a process: JSON lines on standard output, with its name, and credentials replaced, also within messages and
 * stacks. Prompts and completions are never passed to it.
 *
 * @param level the least level that is written
 */
export function createLog(level: string, name: string, destination?: DestinationStream): Logger {
  const paths = secretNames.flatMap((each) => [`["${each}"]`, `*["${each}"]`, `*.*["${each}"]`]);
  return pino(
    {
      name,
      level,
      redact: { paths, censor: "[redacted]" },
      serializers: { err: withoutCredentials },
      hooks: {
        logMethod(args, method) {
          const cleaned = args.map((arg) => (typeof arg === "string" ? clean(arg) : arg));
          method.apply(this, cleaned as typeof args);
        },
      },
    },
    destination ?? pino.destination({ dest: 1, sync: true }),
  );
}

const clean = (text: string): string => text.replaceAll(credentials, "[redacted]");

/** What went wrong and where; of what a driver hangs on its errors (queries, rows, connection settings) the code alone. */
function withoutCredentials(error: unknown): unknown {
  if (!(error instanceof Error)) return clean(String(error));
  const { type, message, stack } = stdSerializers.err(error);
  const { code } = error as { readonly code?: unknown };
  return { type, message: clean(message), stack: clean(stack), ...(typeof code === "string" ? { code } : {}) };
}
