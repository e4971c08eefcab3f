import { randomBytes } from "node:crypto";
import { accessSync, constants, existsSync, mkdirSync, readFileSync, statfsSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { isAbsolute, join } from "node:path";
import { inRoot } from "./place.mjs";
import { giveUp } from "./say.mjs";

const ports = { WEB_PORT: 3000, GATEWAY_PORT: 4000, GATEWAY_ADMIN_PORT: 4001, POSTGRES_PORT: 5433 };
const neededBytes = 500 * 1024 * 1024;

/** What this copy runs with, from the environment. Every problem ends the start with a sentence. */
export async function readSettings() {
  const outsideDatabase = process.env.DATABASE_URL || undefined;
  const chosen = {};
  for (const [name, standard] of Object.entries(ports)) {
    const text = process.env[name] ?? String(standard);
    const port = Number(text);
    if (!Number.isInteger(port) || port < 1 || port > 65_535)
      giveUp(`${name} is "${text}": give a whole number from 1 to 65535.`);
    chosen[name] = port;
  }
  const seen = new Map();
  for (const [name, port] of Object.entries(chosen)) {
    if (seen.has(port)) giveUp(`${name} and ${seen.get(port)} are both ${port}: give each its own port.`);
    seen.set(port, name);
  }
  for (const [name, port] of Object.entries(chosen)) {
    if (name === "POSTGRES_PORT" && outsideDatabase) continue;
    if (!(await isFree(port))) {
      giveUp(`Port ${port} is taken by another program. Stop it, or choose another: ${name}=${port + 10} npm start`);
    }
  }
  const named = process.env.MERIDIAN_DATA_DIR ?? ".data";
  const dataDir = isAbsolute(named) ? named : inRoot(named);
  prepareDataDir(dataDir);
  return { ports: chosen, dataDir, outsideDatabase, keys: readKeys(dataDir) };
}

function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}

/** A port that nobody listens on now, for services that only the launcher talks to. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

function prepareDataDir(dataDir) {
  try {
    // 0711: Postgres refuses to run as root, so its own user must be able to pass through to its folder.
    mkdirSync(dataDir, { recursive: true, mode: 0o711 });
    accessSync(dataDir, constants.W_OK);
  } catch (error) {
    giveUp(
      `The data folder ${dataDir} cannot be written (${error.code}). Mend its permissions, or choose another with MERIDIAN_DATA_DIR.`,
    );
  }
  const { bavail, bsize } = statfsSync(dataDir);
  if (bavail * bsize < neededBytes) {
    giveUp(
      `The disk under ${dataDir} has ${Math.round((bavail * bsize) / 1024 / 1024)} MB left; Meridian wants 500 MB. Free some space, or choose another disk with MERIDIAN_DATA_DIR.`,
    );
  }
}

/** The secrets of this copy, made once. Losing the master key makes stored provider secrets unreadable. */
function readKeys(dataDir) {
  const file = join(dataDir, "keys.json");
  const fresh = () => ({
    masterKey: randomBytes(32).toString("hex"),
    sessionSecret: randomBytes(32).toString("hex"),
    postgresPassword: randomBytes(24).toString("hex"),
    gatewayRolePassword: randomBytes(24).toString("hex"),
    demoFleetKey: `demo-${randomBytes(16).toString("hex")}`,
  });
  if (!existsSync(file)) writeFileSync(file, `${JSON.stringify(fresh(), null, 2)}\n`, { mode: 0o600 });
  try {
    const keys = JSON.parse(readFileSync(file, "utf8"));
    const missing = Object.keys(fresh()).filter((name) => typeof keys[name] !== "string" || keys[name].length < 16);
    if (missing.length > 0) throw new Error(`${missing.join(", ")} missing`);
    return { ...keys, masterKey: process.env.MERIDIAN_MASTER_KEY ?? keys.masterKey };
  } catch (error) {
    return giveUp(
      `${file} is damaged (${error.message}). Restore it from a backup; without it the secrets in the database cannot be read. To begin anew, delete ${dataDir}.`,
    );
  }
}
