import type { Logger } from "pino";
import type { Application, ControlPlane, GatewayInstance } from "./control-plane.ts";

/** How often the control plane hears that this gateway lives; it counts as gone after 15 s. */
const heartbeatMs = 5_000;

/** Tells the control plane that this gateway lives and what it did with each deployment. */
export class InstancePresence {
  readonly #controlPlane: ControlPlane;
  readonly #instance: GatewayInstance;
  readonly #clock: () => number;
  readonly #log: Logger;
  /** The latest of each environment that has not been told. */
  readonly #untold = new Map<string, Application>();
  #registered = false;
  #toldAtMs = 0;
  #telling: Promise<void> | null = null;
  #again: Promise<void> | null = null;

  constructor(parts: {
    readonly controlPlane: ControlPlane;
    readonly instance: GatewayInstance;
    readonly clock: () => number;
    readonly log: Logger;
  }) {
    this.#controlPlane = parts.controlPlane;
    this.#instance = parts.instance;
    this.#clock = parts.clock;
    this.#log = parts.log;
  }

  /** Notes what is to be told with the next `tell`; a later one of the same environment replaces it. */
  note(application: Application): void {
    this.#untold.set(application.environmentId, application);
  }

  /**
   * Registers, beats and reports, as far as they are due. Rejects while the control plane cannot be reached. One at a time,
   * on one connection: asked for meanwhile, there is one more.
   */
  tell(): Promise<void> {
    if (this.#telling)
      return (this.#again ??= this.#telling
        .catch(() => {})
        .then(() => {
          this.#again = null;
          return this.tell();
        }));
    this.#telling = this.#tellNow().finally(() => (this.#telling = null));
    return this.#telling;
  }

  async #tellNow(): Promise<void> {
    const nowMs = this.#clock();
    if (this.#registered && nowMs - this.#toldAtMs >= heartbeatMs) {
      this.#registered = await this.#controlPlane.heartbeat(this.#instance.id);
      this.#toldAtMs = nowMs;
    }
    if (!this.#registered) {
      await this.#controlPlane.register(this.#instance);
      this.#registered = true;
      this.#toldAtMs = nowMs;
    }
    for (const application of this.#untold.values()) await this.#report(application);
  }

  async #report(application: Application): Promise<void> {
    const { environmentId } = application;
    const isLatest = () => this.#untold.get(environmentId) === application;
    try {
      await this.#controlPlane.report(this.#instance.id, application);
      if (isLatest()) this.#untold.delete(environmentId);
    } catch (error) {
      // Behind the others: one that is refused must not keep them from being told.
      if (isLatest() && this.#untold.delete(environmentId)) this.#untold.set(environmentId, application);
      throw error;
    }
  }

  /** Says goodbye; that it could not be said is only logged. */
  async end(): Promise<void> {
    try {
      await this.#controlPlane.markStopped(this.#instance.id);
    } catch (error) {
      this.#log.warn({ err: error }, "the control plane could not be told that this gateway stops");
    }
  }
}
