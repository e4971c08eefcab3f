import { existsSync, readFileSync, watch } from "node:fs";
import { join, sep } from "node:path";

/** An editor that saves writes several times; a checkout of another branch writes for longer. */
const quietMs = 300;

/** Folders of the packages that a package stands on, itself first, by what its package.json names. */
export function packagesOf(root, folder) {
  const found = [folder];
  for (const each of found) {
    const { dependencies = {} } = JSON.parse(readFileSync(join(root, each, "package.json"), "utf8"));
    for (const name of Object.keys(dependencies)) {
      const below = join("packages", name.replace(/^@meridian\//, ""));
      if (name.startsWith("@meridian/") && !found.includes(below)) found.push(below);
    }
  }
  return found;
}

/**
 * Calls back with the names of programs whose sources changed.
 *
 * @param {string} root
 * @param {Record<string, string[]>} programs folders whose sources each is made of
 * @param {(names: string[], file: string) => void} onChange
 * @returns {() => void} ends it
 */
export function watchSources(root, programs, onChange) {
  let changed = new Set();
  let file = "";
  let timer;
  const tell = () => {
    const names = Object.keys(programs).filter((name) => programs[name].some((folder) => changed.has(folder)));
    changed = new Set();
    if (names.length > 0) onChange(names, file);
  };
  const watcher = watch(join(root, "packages"), { recursive: true }, (_event, path) => {
    const [name, place] = (path ?? "").split(sep);
    if (place !== "src" || !isSource(path) || !existsSync(join(root, "packages", name))) return;
    changed.add(join("packages", name));
    file = join("packages", path);
    clearTimeout(timer);
    timer = setTimeout(tell, quietMs);
  });
  return () => {
    clearTimeout(timer);
    watcher.close();
  };
}

const isSource = (path) => /\.(ts|json|wasm)$/.test(path) && !/\.test\.ts$|[\\/](generated|testing)[\\/]/.test(path);
