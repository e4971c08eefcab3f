import { parseArgs } from "node:util";
import { z } from "zod";
import { defaultGatewayOptions } from "./gateway-options.ts";
import { type GatewaySettings, logLevels } from "./settings.ts";

export type StartRequest =
  | { readonly kind: "start"; readonly settings: GatewaySettings }
  | { readonly kind: "help" }
  | { readonly kind: "problems"; readonly problems: readonly string[] };

const megabyte = 1024 * 1024;
const port = z
  .string()
  .regex(/^\d+$/, "must be a port number")
  .transform(Number)
  .pipe(z.number().max(65_535, "must be a port number"));
const flag = z
  .enum(["true", "false", "1", "0"], "must be true or false")
  .transform((text) => text === "true" || text === "1");
const key = z.string().regex(/^[0-9a-f]{64}$/i, "must be 64 hexadecimal digits");
const url = (protocol: RegExp, message: string) => z.url({ protocol, error: message });

const variables = z.object({
  GATEWAY_HOST: z.string().min(1).default("127.0.0.1"),
  GATEWAY_PORT: port.default(4000),
  GATEWAY_ADMIN_PORT: port.default(4001),
  GATEWAY_NAME: z
    .string()
    .regex(/^[a-zA-Z0-9][a-zA-Z0-9._-]{0,62}$/, "must be 1 to 63 letters, digits, dots, dashes or underscores")
    .default("gateway-1"),
  GATEWAY_PUBLIC_URL: url(/^https?$/, "must be an http or https URL").optional(),
  GATEWAY_WORKERS: z.coerce
    .number("must be a number of threads")
    .int("must be a number of threads")
    .min(1, "must be 1 or more")
    .max(64, "must be at most 64")
    .default(1),
  GATEWAY_REGION: z.string().min(1).optional(),
  GATEWAY_MAX_SNAPSHOT_AGE_HOURS: z.coerce.number("must be a number of hours").positive().max(8_760).default(168),
  GATEWAY_MAX_IN_FLIGHT: z.coerce
    .number("must be a number of requests")
    .int("must be a whole number")
    .min(1)
    .max(1_000_000)
    .default(defaultGatewayOptions.maxInFlight),
  GATEWAY_MAX_BODY_MEMORY_MB: z.coerce
    .number("must be a number of megabytes")
    .int("must be a whole number")
    .min(64, "must be 64 or more: one request may have 16 MB")
    .max(1_000_000)
    .default(defaultGatewayOptions.maxHeldBodyBytes / megabyte),
  OTEL_EXPORTER_OTLP_ENDPOINT: url(/^https?$/, "must be an http or https URL").optional(),
  REDIS_URL: url(/^rediss?$/, "must be a redis:// or rediss:// URL, for example redis://localhost:6379/0").optional(),
  GATEWAY_SIGNALS_TOKEN: z.string().min(16, "must have 16 characters or more").max(1_024).optional(),
  ALLOW_PRIVATE_UPSTREAMS: flag.optional(),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(", ")}`).default("info"),
  DATABASE_URL: url(/^postgres(ql)?$/, "must be a postgres URL").optional(),
  MERIDIAN_GATEWAY_KEY: key.optional(),
  MERIDIAN_DATA_DIR: z.string().min(1).optional(),
});

const flags = {
  config: { type: "string" },
  port: { type: "string" },
  "admin-port": { type: "string" },
  workers: { type: "string" },
  host: { type: "string" },
  "print-requests": { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

/** Works out what to start from flags and variables; a flag wins. Every problem is named, not the first alone. */
export function readStartRequest(args: readonly string[], environment: NodeJS.ProcessEnv = process.env): StartRequest {
  let given: ReturnType<typeof parseFlags>;
  try {
    given = parseFlags(args);
  } catch (error) {
    return { kind: "problems", problems: [error instanceof Error ? error.message : String(error)] };
  }
  if (given.help) return { kind: "help" };
  // An empty variable is one that was not set: compose files and shells write them so.
  const set = Object.entries(environment).filter(([, value]) => value !== undefined && value !== "");
  const read = variables.safeParse({
    ...Object.fromEntries(set),
    ...(given.port === undefined ? {} : { GATEWAY_PORT: given.port }),
    ...(given["admin-port"] === undefined ? {} : { GATEWAY_ADMIN_PORT: given["admin-port"] }),
    ...(given.workers === undefined ? {} : { GATEWAY_WORKERS: given.workers }),
    ...(given.host === undefined ? {} : { GATEWAY_HOST: given.host }),
  });
  const problems = read.success ? [] : read.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
  if (read.success) problems.push(...bodyMemoryProblems(read.data));
  if (given.config === undefined) {
    for (const name of ["DATABASE_URL", "MERIDIAN_GATEWAY_KEY"]) {
      if (!environment[name]) problems.push(`${name} must be set, or --config FILE given to run from a file`);
    }
  }
  const source = read.success ? sourceOf(given.config, read.data) : null;
  if (!read.success || !source || problems.length > 0) return { kind: "problems", problems };
  return {
    kind: "start",
    settings: { ...settingsOf(read.data, source), printRequests: given["print-requests"] ?? false },
  };
}

/** Threads have even parts of it, and one that is smaller than a body would refuse it forever. */
function bodyMemoryProblems({ GATEWAY_MAX_BODY_MEMORY_MB: all, GATEWAY_WORKERS: workers }: Variables): string[] {
  const largest = defaultGatewayOptions.maxBodyBytes / megabyte;
  if (all >= workers * largest) return [];
  return [
    `GATEWAY_MAX_BODY_MEMORY_MB must be ${workers * largest} or more: each of ${workers} threads has its part, and one request may have ${largest} MB`,
  ];
}

/** The value of `${env.NAME}` in a config file; undefined when it is not set. */
export function readEnvironmentVariable(name: string): string | undefined {
  return process.env[name];
}

function parseFlags(args: readonly string[]) {
  return parseArgs({ args: [...args], options: flags, strict: true, allowPositionals: false }).values;
}

type Variables = z.output<typeof variables>;

function sourceOf(config: string | undefined, read: Variables): GatewaySettings["source"] | null {
  const gatewayKey = read.MERIDIAN_GATEWAY_KEY?.toLowerCase();
  const dataDir = read.MERIDIAN_DATA_DIR;
  if (config !== undefined) {
    return {
      kind: "file",
      path: config,
      gatewayKey: gatewayKey ?? null,
      ...(dataDir === undefined ? {} : { dataDir }),
    };
  }
  if (read.DATABASE_URL === undefined || gatewayKey === undefined) return null;
  return { kind: "database", url: read.DATABASE_URL, gatewayKey, dataDir: dataDir ?? ".data" };
}

function settingsOf(read: Variables, source: GatewaySettings["source"]): Omit<GatewaySettings, "printRequests"> {
  return {
    host: read.GATEWAY_HOST,
    port: read.GATEWAY_PORT,
    adminPort: read.GATEWAY_ADMIN_PORT,
    name: read.GATEWAY_NAME,
    publicUrl: (read.GATEWAY_PUBLIC_URL ?? `http://${read.GATEWAY_HOST}:${read.GATEWAY_PORT}`).replace(/\/+$/, ""),
    region: read.GATEWAY_REGION ?? null,
    // Who writes the file runs the process and may aim it anywhere; who publishes a config may not.
    allowPrivateUpstreams: read.ALLOW_PRIVATE_UPSTREAMS ?? source.kind === "file",
    logLevel: read.LOG_LEVEL,
    workers: read.GATEWAY_WORKERS,
    maxSnapshotAgeMs: read.GATEWAY_MAX_SNAPSHOT_AGE_HOURS * 3_600_000,
    maxInFlight: read.GATEWAY_MAX_IN_FLIGHT,
    maxHeldBodyBytes: read.GATEWAY_MAX_BODY_MEMORY_MB * megabyte,
    otlpEndpoint: read.OTEL_EXPORTER_OTLP_ENDPOINT?.replace(/\/+$/, "") ?? null,
    redisUrl: read.REDIS_URL ?? null,
    signalsToken: read.GATEWAY_SIGNALS_TOKEN ?? null,
    source,
  };
}
