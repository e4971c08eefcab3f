import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { inOpenFolder, type PostgresBinaries } from "./postgres-binaries.ts";
import { othersCanReach, type RunAs } from "./system-user.ts";

const majorVersion = "18";

/**
 * The folder with the database files, made when there is none: the data folder itself, unless the user that Postgres
 * runs as cannot reach it. Then the data folder holds a pointer.
 *
 * @throws Error with a sentence for people: other major version, foreign files
 */
export function clusterFolder(dataDir: string, password: string, binaries: PostgresBinaries, runAs: RunAs): string {
  const folder = placeOf(dataDir, runAs);
  if (existsSync(join(folder, "PG_VERSION"))) checkVersion(folder);
  else initialise(folder, password, binaries, runAs);
  return folder;
}

function placeOf(dataDir: string, runAs: RunAs): string {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  if (runAs === null || othersCanReach(dataDir)) return dataDir;
  const pointer = join(dataDir, "place");
  if (existsSync(pointer)) {
    const place = readFileSync(pointer, "utf8").trim();
    if (existsSync(place)) return place;
    throw new Error(
      `${pointer} says that the database is in ${place}, which is gone. Restore it from a backup, or delete the data folder to begin anew.`,
    );
  }
  const place = inOpenFolder(`${basename(dataDir)}-${randomBytes(6).toString("hex")}`);
  mkdirSync(place, { mode: 0o700 });
  writeFileSync(pointer, place);
  return place;
}

function checkVersion(folder: string): void {
  const version = readFileSync(join(folder, "PG_VERSION"), "utf8").trim();
  if (version === majorVersion) return;
  throw new Error(
    `${folder} was written by Postgres ${version}, and this is Postgres ${majorVersion}. Restore a backup into a new data folder, or keep the version that wrote it.`,
  );
}

/** In a folder beside it that is then renamed: a start that is killed meanwhile leaves no half-made database. */
function initialise(folder: string, password: string, { initdb }: PostgresBinaries, runAs: RunAs): void {
  const making = `${folder}.making`;
  const passwordFile = `${folder}.password`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (runAs !== null) for (const path of [making, passwordFile]) chownSync(path, runAs.uid, runAs.gid);
  const locale = ["-E", "UTF8", "--locale=C"];
  const args = [
    "-D",
    making,
    "-U",
    "postgres",
    "-A",
    "scram-sha-256",
    `--pwfile=${passwordFile}`,
    ...locale,
    "--no-sync",
  ];
  try {
    execFileSync(initdb, args, { ...runAs, cwd: "/", stdio: ["ignore", "ignore", "pipe"], encoding: "utf8" });
    if (process.platform === "win32") rmdirSync(folder); // elsewhere renaming replaces an empty folder
    renameSync(making, folder);
  } catch (error) {
    const { code, stderr } = error as { readonly code?: string; readonly stderr?: string };
    rmSync(making, { recursive: true, force: true });
    if (code === "ENOTEMPTY" || code === "EEXIST") {
      throw new Error(`${folder} is not empty and holds no database. Empty it, or choose another data folder.`, {
        cause: error,
      });
    }
    throw new Error(`The database files could not be made in ${folder}: ${stderr?.trim() || String(error)}`, {
      cause: error,
    });
  } finally {
    rmSync(passwordFile, { force: true });
  }
}
