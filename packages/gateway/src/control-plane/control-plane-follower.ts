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

/** A change that is hinted at during a reading may have come too late for it, and is not to wait for a slow one. */
const mostReadings = 2;

/**
 * Keeps the gateway on what the control plane says: serves from disk first, then reads every second, and at once when a
 * hint comes. Nothing but readings stands in the way of a reading: the control plane is told, and the disk is written,
 * beside them. Whatever fails is tried again a second later, and what is served stays.
 */
export class ControlPlaneFollower {
  readonly #controlPlane: ControlPlane;
  readonly #intake: SnapshotIntake;
  readonly #presence: InstancePresence;
  readonly #clock: () => number;
  readonly #log: Logger;
  #timer: NodeJS.Timeout | null = null;
  #listening: { stop(): Promise<void> } | null = null;
  readonly #rounds = new Set<Promise<void>>();
  #readings = 0;
  /** Asked for while there were as many readings as there may be: begins when one of them ends. */
  #next: PromiseWithResolvers<void> | null = null;
  /** Readings are numbered as they begin. */
  #begun = 0;
  /** The latest that was answered. What an earlier one says after it is out of date. */
  #answered = 0;
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
    // Not before the last hint: a reading that begins later would tell of this gateway after its goodbye.
    this.#next?.resolve();
    this.#next = null;
    await Promise.all(this.#rounds);
    await this.#presence.end();
  }

  get state(): ControlPlaneState {
    return {
      lastHeardAtMs: this.#lastHeardAtMs,
      refusedSnapshots: this.#intake.refusedCount,
      rejectedConfigs: this.#intake.rejectedCount,
    };
  }

  /** Begins a reading now, or as soon as one of two ends. Resolves when what was read is told and on disk, too. */
  follow(): Promise<void> {
    if (this.#readings === mostReadings) return (this.#next ??= Promise.withResolvers()).promise;
    const round = this.#round();
    this.#rounds.add(round);
    void round.finally(() => this.#rounds.delete(round));
    return round;
  }

  async #round(): Promise<void> {
    const reading = ++this.#begun;
    try {
      const { environmentIds, changed } = await this.#read();
      if (reading < this.#answered) return;
      this.#answered = reading;
      this.#lastHeardAtMs = this.#clock();
      const saved = changed.map((snapshot) => this.#intake.take(snapshot));
      saved.push(this.#intake.keepOnly(new Set(environmentIds)));
      // Whoever stops the gateway waits for the disk also where the control plane could not be told.
      await Promise.all([...saved, this.#tell(reading)]);
    } catch (error) {
      if (reading >= this.#answered) this.#note(false, error);
    }
  }

  async #tell(reading: number): Promise<void> {
    try {
      await this.#presence.tell();
      this.#note(true);
    } catch (error) {
      if (reading === this.#answered) this.#note(false, error);
    }
  }

  async #read(): ReturnType<ControlPlane["readSnapshots"]> {
    this.#readings += 1;
    try {
      return await this.#controlPlane.readSnapshots(this.#intake.serials);
    } finally {
      this.#readings -= 1;
      const next = this.#next;
      this.#next = null;
      if (next) void this.follow().then(next.resolve);
    }
  }

  #note(reachable: boolean, error?: unknown): void {
    if (this.#reachable === reachable) return;
    this.#reachable = reachable;
    if (reachable) this.#log.info("following the control plane");
    else this.#log.warn({ err: error }, "the control plane cannot be reached: serving goes on with what is known");
  }
}
