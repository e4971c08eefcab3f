import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { SignedSnapshot } from "./control-plane.ts";
import { writeFileAtomically } from "./write-file-atomically.ts";

/** `applied`: the last one that could serve. `latest`: a newer one whose config was rejected; its keys count. */
export type SnapshotPlace = "applied" | "latest";

const places: readonly SnapshotPlace[] = ["applied", "latest"];

const fileSchema = z.strictObject({
  environmentId: z.uuid(),
  serial: z.number().int().nonnegative(),
  payload: z.base64(),
  signature: z.base64(),
});

/**
 * Snapshots on disk, so that a gateway starts without its control plane. They hold what the control plane signed, secrets
 * still sealed, in files that only the owner may read.
 */
export class SnapshotDisk {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Everything readable, the applied one of an environment before its latest. Damaged files are named, not thrown. */
  async load(): Promise<{ readonly snapshots: readonly SignedSnapshot[]; readonly damaged: readonly string[] }> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const names = await readdir(this.#folder);
    const snapshots: SignedSnapshot[] = [];
    const damaged: string[] = [];
    for (const place of places) {
      for (const name of names.filter((each) => each.endsWith(`.${place}.json`))) {
        const snapshot = await readSnapshotFile(join(this.#folder, name));
        if (snapshot) snapshots.push(snapshot);
        else damaged.push(name);
      }
    }
    return { snapshots, damaged };
  }

  /** What is saved as applied makes an earlier `latest` void. */
  async save(snapshot: SignedSnapshot, place: SnapshotPlace): Promise<void> {
    const content = JSON.stringify({
      environmentId: snapshot.environmentId,
      serial: snapshot.serial,
      payload: Buffer.from(snapshot.payload).toString("base64"),
      signature: Buffer.from(snapshot.signature).toString("base64"),
    });
    await writeFileAtomically(this.#path(snapshot.environmentId, place), content);
    if (place === "applied") await rm(this.#path(snapshot.environmentId, "latest"), { force: true });
  }

  async remove(environmentId: string): Promise<void> {
    for (const place of places) await rm(this.#path(environmentId, place), { force: true });
  }

  #path(environmentId: string, place: SnapshotPlace): string {
    return join(this.#folder, `${environmentId}.${place}.json`);
  }
}

async function readSnapshotFile(path: string): Promise<SignedSnapshot | null> {
  try {
    const file = fileSchema.parse(JSON.parse(await readFile(path, "utf8")));
    return {
      environmentId: file.environmentId,
      serial: file.serial,
      payload: Buffer.from(file.payload, "base64"),
      signature: Buffer.from(file.signature, "base64"),
    };
  } catch {
    return null;
  }
}
