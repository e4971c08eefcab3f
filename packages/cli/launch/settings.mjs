import { accessSync, constants, mkdirSync, readFileSync, statfsSync } from "node:fs";
import { isAbsolute } from "node:path";
import { portProblem } from "../../free-port/src/index.ts";
import { readKeys } from "./keys.mjs";
import { inRoot } from "./place.mjs";
import { giveUp } from "./say.mjs";

/** Read and not imported: Node 18 has another word for it than Node 24. */
const standardPorts = JSON.parse(readFileSync(inRoot("packages", "cli", "launch", "standard-ports.json"), "utf8"));
const neededBytes = 500 * 1024 * 1024;

/** What this copy runs with, from the environment. Every problem ends the start with a sentence. */
export function readSettings(dataDir) {
  const outsideDatabase = process.env.DATABASE_URL || undefined;
  return { ports: readPorts(), dataDir, outsideDatabase, keys: readKeys(dataDir) };
}

function readPorts() {
  const ports = {};
  const owners = new Map();
  for (const [name, standard] of Object.entries(standardPorts)) {
    const text = process.env[name] || String(standard);
    const port = Number(text);
    if (!Number.isInteger(port) || port < 1 || port > 65_535)
      giveUp(`${name} is "${text}": give a whole number from 1 to 65535.`);
    if (owners.has(port)) giveUp(`${name} and ${owners.get(port)} are both ${port}: give each its own port.`);
    owners.set(port, name);
    ports[name] = port;
  }
  return ports;
}

export async function requireFreePorts({ ports, outsideDatabase }) {
  for (const [name, port] of Object.entries(ports)) {
    if (name === "POSTGRES_PORT" && outsideDatabase) continue;
    const problem = await portProblem(port);
    if (problem === null) continue;
    const other = port <= 65_525 && port >= 1_024 ? port + 10 : standardPorts[name] + 10;
    giveUp(
      problem === "EACCES"
        ? `This user may not listen on port ${port}. Choose one above 1023: ${name}=${other} npm start`
        : `Port ${port} is taken by another program. Stop it, or choose another: ${name}=${other} npm start`,
    );
  }
}

/** The folder of everything that this copy keeps, made if need be: MERIDIAN_DATA_DIR, relative to the checkout. */
export function prepareDataDir() {
  const named = process.env.MERIDIAN_DATA_DIR || ".data";
  const dataDir = isAbsolute(named) ? named : inRoot(named);
  try {
    // 0711: Postgres refuses to run as root, so its own user must be able to pass through to its folder.
    mkdirSync(dataDir, { recursive: true, mode: 0o711 });
    accessSync(dataDir, constants.W_OK);
  } catch (error) {
    giveUp(
      `The data folder ${dataDir} cannot be written (${error.code}). Mend its permissions, or choose another with MERIDIAN_DATA_DIR.`,
    );
  }
  requireSpace(dataDir, statfsSync(dataDir));
  return dataDir;
}

/** @param {{ bavail: number, bsize: number }} disk free blocks, and bytes of a block */
export function requireSpace(dataDir, { bavail, bsize }) {
  if (bavail * bsize >= neededBytes) return;
  giveUp(
    `The disk under ${dataDir} has ${Math.round((bavail * bsize) / 1024 / 1024)} MB left; Meridian wants 500 MB. Free some space, or choose another disk with MERIDIAN_DATA_DIR.`,
  );
}
