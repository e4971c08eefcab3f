import type { Exchange } from "../server/exchange.ts";

export interface SlownessOwner {
  /** The caller has taken what was waiting for it. */
  callerReads(): void;
  attemptBroke(error: unknown): void;
}

/** A while in which a caller does not read as fast as its upstream writes, and the upstream waits for it. */
export class Slowness {
  /** Epoch ms: who has read nothing until then is as good as gone. */
  readonly endsAtMs: number;

  constructor(owner: SlownessOwner, { context, response }: Exchange) {
    this.endsAtMs = context.clock() + context.options.clientStallMs;
    context.counters.pauses += 1;
    response.once("drain", () => {
      try {
        owner.callerReads();
      } catch (error) {
        owner.attemptBroke(error);
      }
    });
  }
}
