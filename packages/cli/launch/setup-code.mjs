import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The code that whoever makes the first account must show, unless they sit at this machine: it stands in the data folder
 * (for its owner alone) until there is an owner. MERIDIAN_SETUP_CODE chooses one.
 *
 * @returns {string | undefined} undefined when no code is needed any more
 */
export function setupCode(dataDir, ownerMissing) {
  const file = join(dataDir, "setup-code");
  if (!ownerMissing) {
    rmSync(file, { force: true });
    return undefined;
  }
  if (process.env.MERIDIAN_SETUP_CODE) return process.env.MERIDIAN_SETUP_CODE;
  const kept = existsSync(file) ? readFileSync(file, "utf8").trim() : "";
  if (/^[0-9a-f-]{19,}$/.test(kept)) return kept;
  const code = randomBytes(8).toString("hex").match(/.{4}/g).join("-");
  rmSync(file, { force: true });
  writeFileSync(file, `${code}\n`, { mode: 0o600, flag: "wx" });
  return code;
}
