import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Writes a text to a new file in the machine's temporary folder and answers its path. */
export function temporaryFile(name: string, text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), "meridian-cli-")), name);
  writeFileSync(path, text);
  return path;
}
