import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { giveUp } from "./say.mjs";

const hexKey = /^[0-9a-f]{64}$/i;

/** The secrets of this copy, made once. Losing the master key makes stored provider secrets unreadable. */
export function readKeys(dataDir) {
  const file = join(dataDir, "keys.json");
  const masterKey = process.env.MERIDIAN_MASTER_KEY || undefined;
  if (masterKey !== undefined && !hexKey.test(masterKey)) giveUp("MERIDIAN_MASTER_KEY must be 64 hexadecimal digits.");
  if (!existsSync(file)) makeKeys(dataDir, file);
  const keys = readFile(dataDir, file);
  return { ...keys, masterKey: masterKey ?? keys.masterKey };
}

function makeKeys(dataDir, file) {
  // New keys would open neither the database nor the secrets in it.
  if (existsSync(join(dataDir, "postgres")) || existsSync(join(dataDir, "demo.json"))) {
    giveUp(`${file} is gone, but what it opens is there. Restore it from a backup; to begin anew, delete ${dataDir}.`);
  }
  const hex = (bytes) => randomBytes(bytes).toString("hex");
  const keys = {
    masterKey: hex(32),
    sessionSecret: hex(32),
    postgresPassword: hex(24),
    gatewayRolePassword: hex(24),
    demoFleetKey: `demo-${hex(16)}`,
  };
  try {
    writeFileSync(file, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600, flag: "wx" });
  } catch (error) {
    giveUp(`${file} cannot be written (${error.code}). Mend the folder's permissions, or free some space.`);
  }
}

const forms = {
  masterKey: hexKey,
  sessionSecret: /^.{16,}$/,
  postgresPassword: /^.{16,}$/,
  gatewayRolePassword: /^.{16,}$/,
  demoFleetKey: /^.{16,}$/,
};

function readFile(dataDir, file) {
  try {
    const keys = JSON.parse(readFileSync(file, "utf8")) ?? {};
    const bad = Object.keys(forms).filter((name) => typeof keys[name] !== "string" || !forms[name].test(keys[name]));
    if (bad.length > 0) throw new Error(`${bad.join(", ")} missing or cut off`);
    return keys;
  } catch (error) {
    return giveUp(
      `${file} is damaged (${error.message}). Restore it from a backup; without it the secrets in the database cannot be read. To begin anew, delete ${dataDir}.`,
    );
  }
}
