import { LimitShare, localMemory } from "@meridian/routing";
import { pino } from "pino";
import { onTestFinished } from "vitest";
import { LeaseKeeper } from "../src/limits/leases/lease-keeper.ts";
import type { LeasedMeter } from "../src/limits/leases/leased-meter.ts";
import { RedisStore } from "../src/limits/leases/redis-store.ts";

export const sharedLimit = 600;

/** Everything that is used stays used, as in one period, unless it is told to leave. */
class Meter implements LeasedMeter {
  readonly share = new LimitShare(Float64Array.from(LimitShare.initial(true)), 0);
  used = 0;

  usedAt(): number {
    return this.used;
  }

  admit(): void {
    if (this.used < Math.min(sharedLimit, this.share.allowance)) this.used += 1;
    else if (this.used < sharedLimit) this.share.refuse(1, 0);
  }

  leave(count: number): void {
    this.used -= count;
  }
}

/** One of several gateways that share a limit: its meter and its leases. */
export class SharingGateway {
  readonly meter = new Meter();
  readonly store: RedisStore;
  readonly keeper: LeaseKeeper;
  readonly log: string[] = [];

  constructor(url: string, name: string, clock: () => number, kind: "tokens" | "inFlight" = "tokens") {
    const log = pino({ level: "info" }, { write: (line: string) => this.log.push(JSON.parse(line).msg) });
    const limits = [{ scope: "key|e|k", kind, limit: sharedLimit, meter: this.meter } as const];
    this.store = new RedisStore(url, name);
    this.keeper = new LeaseKeeper({
      store: this.store,
      limits: () => limits,
      lock: localMemory.lock,
      random: Math.random,
      clock,
      log,
      gateways: 1,
    });
    onTestFinished(() => this.keeper.stop());
  }

  /** As many as are let in of `count` requests, with a turn of the keeper after. */
  async serve(count: number): Promise<void> {
    for (let i = 0; i < count; i++) this.meter.admit();
    await this.keeper.turn();
  }
}
