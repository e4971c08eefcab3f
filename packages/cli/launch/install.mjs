import { existsSync, readFileSync } from "node:fs";
import { npm } from "./npm-command.mjs";
import { inRoot, root } from "./place.mjs";
import { done, giveUp, say, seconds } from "./say.mjs";

/** Installs what package-lock.json names, unless that is what stands in node_modules already. */
export function installDependencies() {
  if (isInstalled()) return;
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

/** npm writes what it installed into node_modules/.package-lock.json: the two agree when nothing is left to do. */
function isInstalled() {
  const hidden = inRoot("node_modules", ".package-lock.json");
  if (!existsSync(hidden)) return false;
  const wanted = JSON.parse(readFileSync(inRoot("package-lock.json"), "utf8")).packages;
  const present = JSON.parse(readFileSync(hidden, "utf8")).packages;
  return Object.entries(wanted).every(
    ([path, entry]) =>
      !path.includes("node_modules/") ||
      entry.link ||
      entry.optional ||
      entry.devOptional ||
      entry.peer ||
      present[path]?.version === entry.version,
  );
}
