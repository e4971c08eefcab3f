import { closeSync, existsSync, fstatSync, openSync, readdirSync, readFileSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { fail, type Finding, ok, warn } from "./finding.ts";
import { hasDatabaseFiles, type Installation } from "./installation.ts";

const keysSchema = z.object({
  masterKey: z.string().regex(/^[0-9a-f]{64}$/i),
  sessionSecret: z.string().min(16),
  postgresPassword: z.string().min(16),
  gatewayRolePassword: z.string().min(16),
});

/** null when they are not there, or damaged. */
export function readKeys(dataDir: string): z.output<typeof keysSchema> | null {
  try {
    return keysSchema.parse(JSON.parse(readFileSync(join(dataDir, "keys.json"), "utf8")));
  } catch {
    return null;
  }
}

export function checkDataFolder({ dataDir }: Installation): Finding {
  const check = "Data folder";
  if (!existsSync(dataDir)) return ok(check, `${dataDir}, not made yet`);
  const mode = statSync(dataDir).mode & 0o777;
  // Others may pass through to the database's folder, which is its own user's, and see nothing.
  if (process.platform !== "win32" && (mode & 0o066) !== 0)
    return warn(check, `others may look into ${dataDir} (mode ${mode.toString(8)})`, `chmod 711 ${dataDir}`);
  return ok(check, dataDir);
}

export function checkKeys(installation: Installation): Finding {
  const check = "Keys";
  const file = join(installation.dataDir, "keys.json");
  if (!existsSync(file)) {
    if (installation.masterKey !== null) return ok(check, "the master key comes from MERIDIAN_MASTER_KEY");
    return hasDatabaseFiles(installation)
      ? fail(
          check,
          `${file} is gone, and what it opens is there`,
          "Restore it from a backup: npm run restore, or by hand.",
        )
      : ok(check, "made at the first start");
  }
  if (readKeys(installation.dataDir) === null)
    return fail(
      check,
      `${file} is damaged or not readable`,
      "Restore it from a backup; without it stored secrets cannot be read.",
    );
  const mode = statSync(file).mode & 0o777;
  if (process.platform !== "win32" && (mode & 0o077) !== 0)
    return fail(
      check,
      `others may read ${file} (mode ${mode.toString(8)})`,
      `chmod 600 ${file}, and change what it opens if someone has.`,
    );
  return ok(check, `${file}, for its owner alone`);
}

const tailBytes = 262_144;
const dayMs = 86_400_000;
/** pino's number for errors. */
const errorLevel = 50;

/** Errors of the last 24 hours in what the processes wrote, by process. */
export function checkLogs({ dataDir }: Installation, nowMs: number): readonly Finding[] {
  const folder = join(dataDir, "logs");
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((name) => name.endsWith(".log"));
  const findings = files.sort().flatMap((name) => {
    const errors = endOf(join(folder, name))
      .split("\n")
      .flatMap((line) => errorIn(line, nowMs));
    if (errors.length === 0) return [];
    const found = `${errors.length} in the last 24 hours, the newest: ${errors.at(-1)}`;
    return [warn(`Errors of ${name.slice(0, -4)}`, found, `Look into ${join(folder, name)}`)];
  });
  return findings.length > 0 ? findings : [ok("Logs", `no errors in ${files.length} logs in the last 24 hours`)];
}

function errorIn(line: string, nowMs: number): readonly string[] {
  if (!line.startsWith("{")) return [];
  try {
    const { level, time, msg } = JSON.parse(line) as { level?: unknown; time?: unknown; msg?: unknown };
    const recent = typeof time === "number" && nowMs - time < dayMs;
    return recent && typeof level === "number" && level >= errorLevel ? [String(msg)] : [];
  } catch {
    return [];
  }
}

function endOf(file: string): string {
  const fd = openSync(file, "r");
  try {
    const { size } = fstatSync(fd);
    const bytes = Buffer.alloc(Math.min(size, tailBytes));
    readSync(fd, bytes, 0, bytes.length, size - bytes.length);
    return bytes.toString("utf8");
  } finally {
    closeSync(fd);
  }
}
