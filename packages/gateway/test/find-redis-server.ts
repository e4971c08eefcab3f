import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** The program of a real Redis: `REDIS_SERVER`, or the first `redis-server` on the PATH; null when there is none. */
export function findRedisServer(): string | null {
  const named = process.env["REDIS_SERVER"];
  if (named) return named;
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.map((folder) => join(folder, "redis-server")).find(isProgram) ?? null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
