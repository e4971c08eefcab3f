import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import type { ControlPlaneState } from "../observability/gateway-metrics.ts";
import type { ControlPlane } from "./control-plane.ts";
import type { InstancePresence } from "./instance-presence.ts";
import type { SnapshotIntake } from "./snapshot-intake.ts";

/** A change is read at most this long after it was made, also when its hint was lost. */
const pollMs = 1_000;

/** Without a single snapshot every key is unknown: better to open the port a little later. */
const firstAnswerMs = 3_000;

/**
 * Keeps the gateway on what the control plane says: serves from disk first, then reads every second, and at once when a
 * hint comes. Whatever fails is tried again a second later, and what is served stays.
 */
export class ControlPlaneFollower {
  readonly #controlPlane: ControlPlane;
  readonly #intake: SnapshotIntake;
  readonly #presence: InstancePresence;
  readonly #clock: () => number;
  readonly #log: Logger;
  #timer: NodeJS.Timeout | null = null;
  #listening: { stop(): Promise<void> } | null = null;
  #round: Promise<void> | null = null;
  #again = false;
  #lastHeardAtMs: number | null = null;
  #reachable: boolean | null = null;

  constructor(parts: {
    readonly controlPlane: ControlPlane;
    readonly intake: SnapshotIntake;
    readonly presence: InstancePresence;
    readonly clock: () => number;
    readonly log: Logger;
  }) {
    this.#controlPlane = parts.controlPlane;
    this.#intake = parts.intake;
    this.#presence = parts.presence;
    this.#clock = parts.clock;
    this.#log = parts.log;
  }

  /** Resolves when the snapshots on disk serve. Only a gateway that has none waits for the control plane, for 3 s. */
  async start(): Promise<void> {
    await this.#intake.restore();
    this.#timer = setInterval(() => void this.follow(), pollMs);
    this.#listening = this.#controlPlane.listen(() => void this.follow());
    const first = this.follow();
    if (this.#intake.serials.size === 0) await Promise.race([first, sleep(firstAnswerMs, undefined, { ref: false })]);
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    await this.#listening?.stop();
    this.#listening = null;
    await this.#round;
    await this.#presence.end();
  }

  get state(): ControlPlaneState {
    return {
      lastHeardAtMs: this.#lastHeardAtMs,
      refusedSnapshots: this.#intake.refusedCount,
      rejectedConfigs: this.#intake.rejectedCount,
    };
  }

  /** Reads and answers once. Asked for during a round, it does one more: the change may have come after the reading. */
  follow(): Promise<void> {
    if (this.#round) {
      this.#again = true;
      return this.#round;
    }
    this.#round = this.#rounds().finally(() => (this.#round = null));
    return this.#round;
  }

  async #rounds(): Promise<void> {
    do {
      this.#again = false;
      try {
        const { environmentIds, changed } = await this.#controlPlane.readSnapshots(this.#intake.serials);
        this.#lastHeardAtMs = this.#clock();
        const saved = changed.map((snapshot) => this.#intake.take(snapshot));
        await this.#presence.tell();
        await Promise.all([...saved, this.#intake.keepOnly(new Set(environmentIds))]);
        this.#note(true);
      } catch (error) {
        this.#note(false, error);
        return;
      }
    } while (this.#again && this.#timer);
  }

  #note(reachable: boolean, error?: unknown): void {
    if (this.#reachable === reachable) return;
    this.#reachable = reachable;
    if (reachable) this.#log.info("following the control plane");
    else this.#log.warn({ err: error }, "the control plane cannot be reached: serving goes on with what is known");
  }
}
