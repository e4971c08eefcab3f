import type { Logger } from "pino";

/** One that was killed is still heard of for a moment: it is no twin of the one that follows it. */
const sureAfterMs = 3_000;

/** Says when another process has lived under this one's name for longer than its predecessor could. */
export class TwinWatch {
  readonly #log: Logger;
  #sinceMs: number | null = null;
  #said = false;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** `twins`: others of this name that live now. */
  look(twins: number, nowMs: number): void {
    if (twins === 0) {
      if (this.#said) this.#log.info("no other gateway has this one's name any more");
      this.#sinceMs = null;
      this.#said = false;
      return;
    }
    this.#sinceMs ??= nowMs;
    if (this.#said || nowMs - this.#sinceMs < sureAfterMs) return;
    this.#said = true;
    this.#log.error(
      { twins },
      "another gateway runs with this one's name and folder: they share limits as two, but overwrite each other's files. Give each a GATEWAY_NAME of its own, or a data folder",
    );
  }
}
