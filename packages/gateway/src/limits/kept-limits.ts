import type { UsageLedger } from "@meridian/routing";
import type { Logger } from "pino";
import type { GatewayCounters } from "../server/gateway-counters.ts";
import { LedgerFile } from "./ledger-file.ts";
import type { LeaseKeeper, LeaseState } from "./leases/lease-keeper.ts";

type Parts = {
  /** This gateway's own; null: what is used up does not outlive the process. */
  readonly folder: string | null;
  /** null: limits are kept by this gateway alone. */
  readonly redisUrl: string | null;
  readonly instanceId: string;
  readonly ledger: UsageLedger;
  readonly counters: GatewayCounters;
  readonly clock: () => number;
  readonly log: Logger;
};

/** What keeps limits beyond one process: on disk over a restart, and together with other gateways. */
export class KeptLimits {
  readonly #file: LedgerFile | null;
  readonly #leases: LeaseKeeper | null;

  private constructor(file: LedgerFile | null, leases: LeaseKeeper | null) {
    this.#file = file;
    this.#leases = leases;
  }

  /** Takes in what the last run used up: before any limit is adopted. */
  static async open({ folder, redisUrl, counters, ...parts }: Parts): Promise<KeptLimits> {
    let leases: LeaseKeeper | null = null;
    const gateways = (): number => leases?.state.gateways ?? 1;
    const file =
      folder === null ? null : new LedgerFile({ ...parts, folder, gateways, changes: () => changesOf(counters) });
    const shared = (await file?.load()) ?? 1;
    // Loaded only where there is one to talk to.
    if (redisUrl !== null) {
      const { leaseByRedis } = await import("./leases/lease-by-redis.ts");
      leases = leaseByRedis({ ...parts, url: redisUrl, gateways: shared });
    }
    return new KeptLimits(file, leases);
  }

  /** For `/metrics`; null for a gateway that keeps limits alone. */
  get leases(): { readonly state: LeaseState } | null {
    return this.#leases;
  }

  /** Once limits are known and before anything is served. */
  async start(): Promise<void> {
    this.#file?.start();
    await this.#leases?.start();
  }

  /** Once nothing is served any more. */
  async stop(): Promise<void> {
    await this.#file?.stop();
    await this.#leases?.stop();
  }
}

/** Grows whenever a request begins or ends, or an upstream is called. */
function changesOf({ requestsInFlight, answersByClass, attempts }: GatewayCounters): number {
  const ended = answersByClass.reduce((sum, answers) => sum + answers, 0);
  return requestsInFlight + 2 * ended + attempts;
}
