import { randomUUID } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { writeFileAtomically } from "./write-file-atomically.ts";

/**
 * This gateway's id: made once and kept in its folder, so that a restart is the same gateway with a new epoch. Without a
 * folder it is a new one for each process.
 */
export async function instanceIdentity(folder: string | null): Promise<string> {
  const id = randomUUID();
  if (folder === null) return id;
  const path = join(folder, "instance-id");
  const kept = z.uuid().safeParse((await readFile(path, "utf8").catch(() => "")).trim());
  if (kept.success) return kept.data;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFileAtomically(path, `${id}\n`);
  return id;
}
