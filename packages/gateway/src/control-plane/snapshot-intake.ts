import type { Logger } from "pino";
import type { ApplyResult, EnvironmentRegistry } from "../environments/environment-registry.ts";
import type { Application, SignedSnapshot } from "./control-plane.ts";
import { openSnapshot, type VerifySnapshot } from "./open-snapshot.ts";
import type { SnapshotDisk } from "./snapshot-disk.ts";
import { SnapshotWriter } from "./snapshot-writer.ts";

export type IntakeParts = {
  readonly registry: Pick<EnvironmentRegistry, "apply" | "keepOnly">;
  readonly disk: Pick<SnapshotDisk, "load" | "save" | "remove">;
  readonly verify: VerifySnapshot;
  readonly clock: () => number;
  readonly log: Logger;
  /** Told of each snapshot whose deployment was applied or rejected. */
  readonly onApplication: (application: Application) => void;
};

/** Takes snapshots in: signature, form, config, then into service and onto disk. Never goes back to an older serial. */
export class SnapshotIntake {
  readonly #parts: IntakeParts;
  readonly #writer: SnapshotWriter;
  /** Highest serial taken of each environment. A refused one is not among them: it may be repaired in its place. */
  readonly #serials = new Map<string, number>();
  /** Refused ones that were complained about, `environment@serial`. */
  readonly #refused = new Set<string>();
  #refusedCount = 0;
  #rejectedCount = 0;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
    this.#writer = new SnapshotWriter(parts.disk, parts.log);
  }

  get serials(): ReadonlyMap<string, number> {
    return this.#serials;
  }

  get refusedCount(): number {
    return this.#refusedCount;
  }

  get rejectedCount(): number {
    return this.#rejectedCount;
  }

  /** Serves from what is on disk, before the control plane was ever heard. */
  async restore(): Promise<void> {
    const { disk, log } = this.#parts;
    const { snapshots, damaged } = await disk.load();
    for (const name of damaged) log.error({ file: name }, "a snapshot on disk is damaged and was passed over");
    for (const snapshot of snapshots) this.#apply(snapshot);
    if (this.#serials.size > 0) log.info({ environments: this.#serials.size }, "serving from the snapshots on disk");
  }

  /** Applies at once; resolves when it is on disk too. */
  async take(signed: SignedSnapshot): Promise<void> {
    const place = this.#apply(signed);
    if (place) await this.#writer.save(signed, place);
  }

  /** Forgets environments that the control plane no longer has. */
  async keepOnly(environmentIds: ReadonlySet<string>): Promise<void> {
    const gone = [...this.#serials.keys()].filter((id) => !environmentIds.has(id));
    if (gone.length === 0) return;
    this.#parts.registry.keepOnly(environmentIds);
    for (const id of gone) {
      this.#serials.delete(id);
      this.#parts.log.info({ environmentId: id }, "the environment is gone");
    }
    await Promise.all(gone.map((id) => this.#writer.remove(id)));
  }

  #apply(signed: SignedSnapshot): "applied" | "latest" | null {
    const { registry, verify, clock, log, onApplication } = this.#parts;
    const { environmentId } = signed;
    if (signed.serial <= (this.#serials.get(environmentId) ?? -1)) return null;
    const opened = openSnapshot(signed, verify);
    if (opened.kind === "refused") {
      this.#complain(signed, opened.why);
      return null;
    }
    const { serial, deployment } = opened.snapshot;
    // The signed serial is the one that counts.
    if (serial <= (this.#serials.get(environmentId) ?? -1)) return null;
    const nowMs = clock();
    let result: ApplyResult;
    try {
      result = registry.apply({ kind: "snapshot", snapshot: opened.snapshot }, nowMs);
    } catch (error) {
      // One environment's trouble must not keep the others from their changes.
      this.#complain(signed, error instanceof Error ? error.message : "it could not be applied");
      return null;
    }
    this.#serials.set(environmentId, serial);
    if (result.state === "stale") return null;
    const { state, diagnostics } = result;
    if (state === "rejected") this.#rejectedCount++;
    const about = { environmentId, serial, configVersion: deployment?.configVersion ?? null };
    if (state === "rejected") log.error({ ...about, diagnostics }, "config rejected: the last good one keeps serving");
    else log.info(about, "snapshot applied");
    if (deployment)
      onApplication({ environmentId, deploymentId: deployment.id, serial, state, diagnostics, atMs: nowMs });
    return state === "applied" ? "applied" : "latest";
  }

  #complain(signed: SignedSnapshot, why: string): void {
    const which = `${signed.environmentId}@${signed.serial}`;
    if (this.#refused.has(which)) return;
    if (this.#refused.size > 1_000) this.#refused.clear();
    this.#refused.add(which);
    this.#refusedCount++;
    const { environmentId, serial } = signed;
    this.#parts.log.error({ environmentId, serial }, `a snapshot was refused: ${why}`);
  }
}
