import { existsSync, readFileSync } from "node:fs";
import { isAbsolute, join, resolve } from "node:path";
import { z } from "zod";
import standardPorts from "../../launch/standard-ports.json" with { type: "json" };

const root = resolve(import.meta.dirname, "..", "..", "..", "..");

export type PortName = keyof typeof standardPorts;

const runSchema = z.object({ pid: z.number(), url: z.string(), gatewayAdminUrl: z.string(), workerUrl: z.string() });

/** The installation to look at: the one that `npm start` would run with this environment. */
export type Installation = {
  readonly dataDir: string;
  readonly ports: Readonly<Record<PortName, number>>;
  readonly outsideDatabase: string | null;
  /** From the environment, and so not in keys.json. */
  readonly masterKey: string | null;
  /** The launcher's own word, while it lives. */
  readonly running: z.output<typeof runSchema> | null;
};

export function readInstallation(env: NodeJS.ProcessEnv = process.env): Installation {
  const named = env["MERIDIAN_DATA_DIR"] || ".data";
  const dataDir = isAbsolute(named) ? named : join(root, named);
  const names = Object.keys(standardPorts) as PortName[];
  const ports = Object.fromEntries(names.map((name) => [name, Number(env[name] || standardPorts[name])]));
  return {
    dataDir,
    ports: ports as Record<PortName, number>,
    outsideDatabase: env["DATABASE_URL"] || null,
    masterKey: env["MERIDIAN_MASTER_KEY"] || null,
    running: readRun(join(dataDir, "run.json")),
  };
}

/** null when no launcher runs from this folder; a killed one leaves its file behind. */
function readRun(file: string): Installation["running"] {
  try {
    const run = runSchema.parse(JSON.parse(readFileSync(file, "utf8")));
    process.kill(run.pid, 0);
    return run;
  } catch {
    return null;
  }
}

/** Whether it was ever started. */
export const hasDatabaseFiles = ({ dataDir }: Installation): boolean => existsSync(join(dataDir, "postgres"));
