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

  /** Registers, beats and reports, as far as they are due. Rejects while the control plane cannot be reached. */
  async tell(): Promise<void> {
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
    await Promise.all([...this.#untold.values()].map((application) => this.#report(application)));
  }

  async #report(application: Application): Promise<void> {
    await this.#controlPlane.report(this.#instance.id, application);
    const { environmentId } = application;
    if (this.#untold.get(environmentId) === application) this.#untold.delete(environmentId);
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
