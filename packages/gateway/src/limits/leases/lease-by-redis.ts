import type { UsageLedger } from "@meridian/routing";
import type { Logger } from "pino";
import { LeaseKeeper } from "./lease-keeper.ts";
import { LeasedLimits } from "./leased-limits.ts";
import { RedisStore } from "./redis-store.ts";

/** Keeps every limit of a ledger together with the gateways that name the same Redis. Starts nothing. */
export function leaseByRedis(parts: {
  readonly url: string;
  readonly instanceId: string;
  readonly ledger: UsageLedger;
  /** How many gateways shared when this one last knew. */
  readonly gateways: number;
  readonly clock: () => number;
  readonly log: Logger;
}): LeaseKeeper {
  const { url, instanceId, ledger, gateways, clock, log } = parts;
  const limits = new LeasedLimits(ledger);
  const { lock } = ledger.memory;
  const store = new RedisStore(url, instanceId);
  return new LeaseKeeper({ store, limits: () => limits.all(), lock, gateways, clock, random: Math.random, log });
}
