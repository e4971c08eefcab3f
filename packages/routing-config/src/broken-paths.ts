import { formatYamlPath, type YamlPath } from "./yaml-path.ts";

/** Which parts of a document are known to be broken, so that nothing is said about stand-ins. */
export type BrokenPaths = {
  /** Whether a problem stands at `path`, above it or below it. */
  touches(path: YamlPath): boolean;
  /** Whether a problem stands at `path` or above it. */
  isWithin(path: YamlPath): boolean;
};

/** Looks a path up in time proportional to its length, however many problems there are. */
export const brokenPaths = (paths: readonly YamlPath[]): BrokenPaths => {
  const broken = new Set<string>();
  const aboveBroken = new Set<string>();
  for (const path of paths) {
    if (path.length === 0) continue;
    broken.add(formatYamlPath(path));
    for (let length = 0; length < path.length; length += 1) aboveBroken.add(formatYamlPath(path.slice(0, length)));
  }
  const isWithin = (path: YamlPath): boolean =>
    path.some((_, index) => broken.has(formatYamlPath(path.slice(0, index + 1))));
  return { isWithin, touches: (path) => aboveBroken.has(formatYamlPath(path)) || isWithin(path) };
};
