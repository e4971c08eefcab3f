import { existsSync, readFileSync } from "node:fs";
import { isInstalled } from "./is-installed.mjs";
import { npm } from "./npm-command.mjs";
import { inRoot, root } from "./place.mjs";
import { done, giveUp, say, seconds } from "./say.mjs";

/** Installs what package-lock.json names, unless that is what stands in node_modules already. */
export function installDependencies() {
  if (isUpToDate()) return;
  const startedMs = Date.now();
  say("Installing dependencies (about a minute the first time) …");
  const status = npm(["ci", "--no-audit", "--no-fund", "--loglevel=error"], root);
  if (status !== 0) {
    giveUp(
      "The dependencies could not be installed: see npm's message above. A full disk and a closed network are the usual causes; run this again when mended.",
    );
  }
  done(`Dependencies installed (${seconds(startedMs)})`);
}

function isUpToDate() {
  const hidden = inRoot("node_modules", ".package-lock.json");
  if (!existsSync(hidden)) return false;
  const packagesIn = (file) => JSON.parse(readFileSync(file, "utf8")).packages;
  return isInstalled(packagesIn(inRoot("package-lock.json")), packagesIn(hidden));
}
