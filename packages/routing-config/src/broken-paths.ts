import type { DiagnosticCode } from "./diagnostic.ts";
import type { Finding } from "./finding.ts";
import { formatYamlPath, type YamlPath } from "./yaml-path.ts";

/** Which parts of a document are known to be broken, so that nothing is said about stand-ins. */
export type BrokenPaths = {
  /** Whether a problem stands at `path`, above it or below it. */
  touches(path: YamlPath): boolean;
  /** Whether a problem stands at `path` or above it. */
  isWithin(path: YamlPath): boolean;
};

/** Problems that leave what stands at their path to be read as it is. */
const harmless: ReadonlySet<DiagnosticCode> = new Set([
  "duplicate_key",
  "merge_key",
  "forbidden_key",
  "tag",
  "unknown_key",
]);

/** Looks a path up in time proportional to its length, however many problems there are. */
export const brokenPaths = (findings: readonly Finding[]): BrokenPaths => {
  const broken = new Set<string>();
  const aboveBroken = new Set<string>();
  for (const { code, path } of findings) {
    if (path.length === 0 || harmless.has(code)) continue;
    broken.add(formatYamlPath(path));
    for (let length = 0; length < path.length; length += 1) aboveBroken.add(formatYamlPath(path.slice(0, length)));
  }
  const isWithin = (path: YamlPath): boolean =>
    path.some((_, index) => broken.has(formatYamlPath(path.slice(0, index + 1))));
  return { isWithin, touches: (path) => aboveBroken.has(formatYamlPath(path)) || isWithin(path) };
};
