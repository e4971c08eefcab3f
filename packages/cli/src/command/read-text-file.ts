import { readFile } from "node:fs/promises";
import { UsageError } from "./command.ts";

/** A file's text; a `UsageError` says why it cannot be read. */
export async function readTextFile(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === "ENOENT") throw new UsageError(`There is no file ${path}.`);
    if (code === "EISDIR") throw new UsageError(`${path} is a folder: name a file.`);
    throw new UsageError(`${path} cannot be read (${String(code)}).`);
  }
}
