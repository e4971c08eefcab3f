import type { Logger } from "pino";
import type { SignedSnapshot } from "./control-plane.ts";
import type { SnapshotDisk, SnapshotPlace } from "./snapshot-disk.ts";

type Task = { readonly place: SnapshotPlace | "gone"; readonly act: () => Promise<void> };

/**
 * Brings snapshots to disk in the order in which they came, one of an environment at a time. On a slow disk what nobody
 * needs any more is passed over, so that little waits. A disk that fails is logged: serving goes on.
 */
export class SnapshotWriter {
  readonly #disk: Pick<SnapshotDisk, "save" | "remove">;
  readonly #log: Logger;
  /** By environment: what is to be done once what is being done is. */
  readonly #waiting = new Map<string, Task[]>();
  readonly #writing = new Map<string, Promise<void>>();

  constructor(disk: Pick<SnapshotDisk, "save" | "remove">, log: Logger) {
    this.#disk = disk;
    this.#log = log;
  }

  /** Resolves when it, or a newer one in its place, is on disk. */
  save(snapshot: SignedSnapshot, place: SnapshotPlace): Promise<void> {
    return this.#do(snapshot.environmentId, { place, act: () => this.#disk.save(snapshot, place) });
  }

  remove(environmentId: string): Promise<void> {
    return this.#do(environmentId, { place: "gone", act: () => this.#disk.remove(environmentId) });
  }

  #do(environmentId: string, task: Task): Promise<void> {
    const waiting = this.#waiting.get(environmentId) ?? [];
    // Only a latest one leaves files of other places as they are.
    const kept = task.place === "latest" ? waiting.filter(({ place }) => place !== "latest") : [];
    this.#waiting.set(environmentId, [...kept, task]);
    let writing = this.#writing.get(environmentId);
    if (!writing) this.#writing.set(environmentId, (writing = this.#write(environmentId)));
    return writing;
  }

  async #write(environmentId: string): Promise<void> {
    for (;;) {
      const [task, ...rest] = this.#waiting.get(environmentId) ?? [];
      if (!task) break;
      this.#waiting.set(environmentId, rest);
      try {
        await task.act();
      } catch (error) {
        const done = task.place === "gone" ? "removed" : "saved";
        this.#log.error({ err: error }, `a snapshot could not be ${done} on disk`);
      }
    }
    this.#waiting.delete(environmentId);
    this.#writing.delete(environmentId);
  }
}
