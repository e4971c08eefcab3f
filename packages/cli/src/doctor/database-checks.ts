import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { fail, type Finding, ok, warn } from "./finding.ts";

const factsSchema = z.object({
  version: z.string(),
  nowMs: z.number(),
  bytes: z.number(),
  migrations: z.object({
    applied: z.array(z.string()),
    pending: z.array(z.string()),
    failed: z.array(z.string()),
    unknown: z.array(z.string()),
  }),
  gateways: z.array(z.object({ name: z.string(), version: z.string(), heartbeatAgeMs: z.number() })),
  environments: z.array(
    z.object({
      name: z.string(),
      configVersion: z.number(),
      appliedBy: z.array(z.string()),
      rejectedBy: z.array(z.string()),
    }),
  ),
});
export type DatabaseFacts = z.output<typeof factsSchema>;

/** The Postgres that is tried. */
const triedVersion = 18;
const mostClockDifferenceMs = 2_000;
/** Gateways say that they live every 5 s. */
const silentAfterMs = 30_000;

const inspector = join(import.meta.dirname, "..", "..", "..", "worker", "src", "inspect-main.ts");

/** Asks the worker's program, since only it and its like may know the database. @returns words when it cannot be reached */
export async function readDatabaseFacts(url: string): Promise<DatabaseFacts | string> {
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", inspector], {
    env: { ...process.env, DATABASE_URL: url },
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [said, [code]] = await Promise.all([text(child.stdout), once(child, "exit")]);
  return code === 0 ? factsSchema.parse(JSON.parse(said)) : said.trim() || "the program that asks it failed";
}

/** @param clockDifferenceMs of the database's clock to ours */
export function checkDatabase(facts: DatabaseFacts, clockDifferenceMs: number): readonly Finding[] {
  const megabytes = Math.round(facts.bytes / 1_048_576);
  const found = `Postgres ${facts.version}, ${megabytes} MB`;
  const tried = Number.parseInt(facts.version, 10) === triedVersion;
  const reach = tried
    ? ok("Database", found)
    : warn("Database", found, `Meridian is tried with Postgres ${triedVersion} only: move to it.`);
  return [reach, checkClock("Clock of the database", clockDifferenceMs), checkMigrations(facts.migrations)];
}

export function checkClock(check: string, differenceMs: number): Finding {
  const found = `${(Math.abs(differenceMs) / 1_000).toFixed(1)} s from this machine's`;
  return Math.abs(differenceMs) <= mostClockDifferenceMs
    ? ok(check, found)
    : fail(check, found, "Set both clocks by NTP: tickets and live charts depend on them.");
}

function checkMigrations({ applied, pending, failed, unknown }: DatabaseFacts["migrations"]): Finding {
  const check = "Migrations";
  if (failed.length > 0)
    return fail(
      check,
      `${failed.join(", ")} failed half way`,
      "Restore the backup made before the upgrade; see docs/operations.md.",
    );
  if (unknown.length > 0)
    return fail(
      check,
      `${unknown.join(", ")} came with a newer release`,
      "Run that release: this one does not know its tables.",
    );
  if (pending.length > 0)
    return warn(
      check,
      `${pending.length} not applied yet: ${pending.join(", ")}`,
      "Back up, then start: npm start applies them.",
    );
  return ok(check, `all ${applied.length} applied`);
}

export function checkGateways({ gateways, environments }: DatabaseFacts): readonly Finding[] {
  if (gateways.length === 0)
    return [fail("Gateways", "none has been heard of in the last hour", "Start one: npm start, or npm run gateway.")];
  const alive = gateways.filter(({ heartbeatAgeMs }) => heartbeatAgeMs < silentAfterMs).map(({ name }) => name);
  const heartbeats = gateways.map(({ name, version, heartbeatAgeMs }) => {
    const check = `Gateway ${name}`;
    const found = `version ${version}, heard of ${(heartbeatAgeMs / 1_000).toFixed(0)} s ago`;
    return heartbeatAgeMs < silentAfterMs
      ? ok(check, found)
      : fail(check, found, "See its log, and whether it reaches the database.");
  });
  const applied = environments.map(({ name, configVersion, appliedBy, rejectedBy }) => {
    const check = `Config of ${name}`;
    const missing = alive.filter((gateway) => !appliedBy.includes(gateway));
    if (rejectedBy.length > 0)
      return fail(
        check,
        `${rejectedBy.join(", ")} refused v${configVersion}`,
        "Roll back, or mend the document: its page says what is wrong.",
      );
    if (missing.length > 0)
      return warn(
        check,
        `${missing.join(", ")} has not applied v${configVersion}`,
        "Wait a few seconds; then see that gateway's log.",
      );
    return ok(check, `v${configVersion}, applied by ${appliedBy.length} of ${alive.length} gateways`);
  });
  return [...heartbeats, ...applied];
}
