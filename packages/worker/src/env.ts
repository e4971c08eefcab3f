import { z } from "zod";
import type { MailSettings, WorkerSettings } from "./settings.ts";

const port = z.coerce
  .number("must be a port number")
  .int("must be a port number")
  .min(1, "must be a port number")
  .max(65_535, "must be a port number");
const databaseUrl = z
  .url({ protocol: /^postgres(ql)?$/, error: "must be a postgres URL" })
  .refine(isDecodable, "holds a % that begins no escape: write it as %25");
const days = (standard: number) => z.coerce.number().int().min(1).max(4_000).default(standard);

const masterKey = z.string().regex(/^[0-9a-f]{64}$/i, "must be 64 hexadecimal digits");

const worker = z
  .object({
    DATABASE_URL: databaseUrl,
    WORKER_PORT: port.nullable().default(null),
    LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal"]).default("info"),
    REQUESTS_RETENTION_DAYS: days(30),
    REQUEST_DETAILS_RETENTION_DAYS: days(7),
    CELLS_10S_RETENTION_DAYS: days(2),
    CELLS_1M_RETENTION_DAYS: days(7),
    CELLS_5M_RETENTION_DAYS: days(14),
    CELLS_1H_RETENTION_DAYS: days(400),
    CELLS_6H_RETENTION_DAYS: days(800),
    CELLS_1D_RETENTION_DAYS: days(1_600),
    /** The three belong together: without a server no mail is written into the outbox. */
    SMTP_URL: z.url({ protocol: /^smtps?$/, error: "must be an smtp:// or smtps:// URL" }).optional(),
    MAIL_FROM: z
      .string()
      .max(320)
      .regex(
        /^(?:[^<>\r\n]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/,
        "must be like Meridian <meridian@example.com>",
      )
      .optional(),
    MERIDIAN_MASTER_KEY: masterKey.optional(),
  })
  .superRefine((read, context) => {
    for (const name of ["MAIL_FROM", "MERIDIAN_MASTER_KEY"] as const) {
      if (read.SMTP_URL === undefined || read[name] !== undefined) continue;
      context.addIssue({ code: "custom", path: [name], message: "is wanted with SMTP_URL" });
    }
    const pairs = [
      ["REQUEST_DETAILS_RETENTION_DAYS", "REQUESTS_RETENTION_DAYS"],
      ["CELLS_10S_RETENTION_DAYS", "CELLS_1M_RETENTION_DAYS"],
      ["CELLS_1M_RETENTION_DAYS", "CELLS_5M_RETENTION_DAYS"],
      ["CELLS_5M_RETENTION_DAYS", "CELLS_1H_RETENTION_DAYS"],
      ["CELLS_1H_RETENTION_DAYS", "CELLS_6H_RETENTION_DAYS"],
      ["CELLS_6H_RETENTION_DAYS", "CELLS_1D_RETENTION_DAYS"],
    ] as const;
    for (const [shorter, longer] of pairs) {
      if (read[shorter] <= read[longer]) continue;
      context.addIssue({ code: "custom", path: [shorter], message: `must not be more than ${longer}` });
    }
  })
  .transform(
    (read): WorkerSettings => ({
      databaseUrl: read.DATABASE_URL,
      port: read.WORKER_PORT,
      logLevel: read.LOG_LEVEL,
      retention: {
        requests: read.REQUESTS_RETENTION_DAYS,
        requestDetails: read.REQUEST_DETAILS_RETENTION_DAYS,
        cells: {
          10: read.CELLS_10S_RETENTION_DAYS,
          60: read.CELLS_1M_RETENTION_DAYS,
          300: read.CELLS_5M_RETENTION_DAYS,
          3_600: read.CELLS_1H_RETENTION_DAYS,
          21_600: read.CELLS_6H_RETENTION_DAYS,
          86_400: read.CELLS_1D_RETENTION_DAYS,
        },
      },
      mail: mailSettings(read),
    }),
  );

function mailSettings(read: {
  readonly SMTP_URL?: string | undefined;
  readonly MAIL_FROM?: string | undefined;
  readonly MERIDIAN_MASTER_KEY?: string | undefined;
}): MailSettings | null {
  const { SMTP_URL: smtpUrl, MAIL_FROM: from, MERIDIAN_MASTER_KEY: key } = read;
  return smtpUrl === undefined || from === undefined || key === undefined ? null : { smtpUrl, from, masterKey: key };
}

const postgres = z.object({
  POSTGRES_DIR: z.string().min(1),
  POSTGRES_PORT: port,
  POSTGRES_PASSWORD: z.string().min(8),
});

const prepare = z.object({
  DATABASE_URL: databaseUrl,
  GATEWAY_DATABASE_URL: databaseUrl.optional(),
  MERIDIAN_MASTER_KEY: masterKey,
  GATEWAY_ROLE_PASSWORD: z.string().min(16),
  DEMO_FLEET_KEY: z.string().min(8),
  /** Only a first start decides whether there is a demo; later ones may insist. */
  DEMO_WANTED: z.enum(["yes", "no", "as_before"]).default("as_before"),
  /** Where the demo's password, key and ports are kept between starts. */
  DEMO_FILE: z.string().min(1),
});

const path = z.string().min(1);

const inspect = z.object({ DATABASE_URL: databaseUrl });

const migrateOnly = z.object({ DATABASE_URL: databaseUrl, GATEWAY_ROLE_PASSWORD: z.string().min(16).optional() });

const backup = z.object({
  DATABASE_URL: databaseUrl,
  MERIDIAN_MASTER_KEY: masterKey,
  BACKUP_FILE: path,
  BACKUP_KEYS_FROM: path.optional(),
  MERIDIAN_BACKUP_PASSPHRASE: z.string().optional(),
});

const restore = z.object({
  DATABASE_URL: databaseUrl,
  MERIDIAN_MASTER_KEY: masterKey,
  RESTORE_FILE: path,
  RESTORE_FORCE: z.stringbool().default(false),
});

const restoreKeys = z.object({
  RESTORE_FILE: path,
  RESTORE_KEYS_TO: path,
  MERIDIAN_BACKUP_PASSPHRASE: z.string().optional(),
});

export type PrepareEnv = z.output<typeof prepare>;

export const readWorkerSettings = (): WorkerSettings => read(worker);
export const readPostgresEnv = (): z.output<typeof postgres> => read(postgres);
export const readPrepareEnv = (): PrepareEnv => read(prepare);
export const readInspectEnv = (): z.output<typeof inspect> => read(inspect);
export const readMigrateEnv = (): z.output<typeof migrateOnly> => read(migrateOnly);
export const readBackupEnv = (): z.output<typeof backup> => read(backup);
export const readRestoreEnv = (): z.output<typeof restore> => read(restore);
export const readRestoreKeysEnv = (): z.output<typeof restoreKeys> => read(restoreKeys);

/** Throws one error that names every problem, a line each. */
function read<Output>(schema: z.ZodType<Output>): Output {
  // An empty variable is one that was not set: compose files and shells write them so.
  const set = Object.fromEntries(
    Object.entries(process.env).filter(([, value]) => value !== undefined && value !== ""),
  );
  const { success, data, error } = schema.safeParse(set);
  if (success) return data;
  throw new Error(error.issues.map(({ path, message }) => `${path.join(".")} ${message}`).join("\n"));
}

/** The driver decodes user and password; what it cannot decode looked like a server that does not answer. */
function isDecodable(url: string): boolean {
  try {
    decodeURIComponent(url);
    return true;
  } catch {
    return false;
  }
}
