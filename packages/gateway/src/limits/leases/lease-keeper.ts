import type { SpendMeter, StateLock } from "@meridian/routing";
import type { Logger } from "pino";
import type { LeaseGrant, LeaseStore, LeaseWish } from "./lease-store.ts";
import { gatewayGoneMs } from "./lease-script.ts";
import { leaseAhead } from "./lease-size.ts";
import type { LeasedLimit, LeasedMeter } from "./leased-meter.ts";
import { type LeaseOf, MeterLease, type Sharers } from "./meter-lease.ts";
import { TwinWatch } from "./twin-watch.ts";

const everyMs = 250;

/** So many meters in one exchange, at most: while a script runs everybody else waits. */
const batch = 200;

/** A period's first lease is taken this long before it begins. */
const beforePeriodMs = 20_000;

/** How leases are kept up, for `/metrics`. */
export type LeaseState = {
  /** Whether the store answered last. */
  readonly connected: boolean;
  /** Gateways that share, as last heard; this one included. */
  readonly gateways: number;
  /** Exchanges with the store that succeeded, and that failed, since the process began. */
  readonly exchanges: number;
  readonly failures: number;
  /** Times that a request found too little leased of a limit that had room, since the process began. */
  readonly refusals: number;
};

type Asked = { readonly wish: LeaseWish; readonly granted: (grant: LeaseGrant) => void };

/**
 * Keeps every meter of this gateway supplied with a part of its limit, in the background: a request never waits for the
 * store. While the store is gone the gateway goes on with its local shares.
 */
export class LeaseKeeper {
  readonly #store: LeaseStore;
  readonly #limits: () => Iterable<LeasedLimit>;
  readonly #lock: StateLock;
  readonly #clock: () => number;
  readonly #random: () => number;
  readonly #log: Logger;
  readonly #leases = new Map<LeasedMeter, MeterLease>();
  #sharers: Sharers;
  #connected = false;
  /** When the store was reached, or lost; null before the first turn. */
  #changedAtMs: number | null = null;
  #exchanges = 0;
  #failures = 0;
  readonly #twins: TwinWatch;
  #refusals = 0;
  #timer: NodeJS.Timeout | null = null;
  #turn: Promise<void> | null = null;

  constructor(parts: {
    readonly store: LeaseStore;
    /** All limits that are shared at this moment. */
    readonly limits: () => Iterable<LeasedLimit>;
    /** Of what all threads of the gateway count together. */
    readonly lock: StateLock;
    readonly clock: () => number;
    /** 0 ≤ x < 1. */
    readonly random: () => number;
    readonly log: Logger;
    /** How many gateways shared when this one last knew. */
    readonly gateways: number;
  }) {
    this.#store = parts.store;
    this.#limits = parts.limits;
    this.#lock = parts.lock;
    this.#clock = parts.clock;
    this.#random = parts.random;
    this.#log = parts.log;
    this.#twins = new TwinWatch(parts.log);
    this.#sharers = { gateways: parts.gateways, starving: new Set() };
  }

  get state(): LeaseState {
    const { gateways } = this.#sharers;
    const [exchanges, failures, refusals] = [this.#exchanges, this.#failures, this.#refusals];
    return { connected: this.#connected, gateways, exchanges, failures, refusals };
  }

  /** Resolves once there are leases, or local shares in their place. */
  async start(): Promise<void> {
    await this.#store.open();
    await this.turn();
    this.#timer = setInterval(() => void this.turn(), everyMs);
  }

  /** Gives back what is not used, if the store is there to hear it. */
  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#turn;
    const wishes = this.#locked((nowMs) => [...this.#leases.values()].map((lease) => lease.farewell(nowMs)));
    if (this.#connected) {
      try {
        await this.#exchange(
          wishes.map((wish) => ({ wish, granted: () => {} })),
          true,
        );
      } catch {
        // What it held lapses by itself.
      }
    }
    this.#store.close();
  }

  /** Asks for all that is due. One at a time: who calls meanwhile gets the one that runs. */
  turn(): Promise<void> {
    this.#turn ??= this.#take().finally(() => {
      this.#turn = null;
    });
    return this.#turn;
  }

  async #take(): Promise<void> {
    try {
      // Whether the store is back is tried with nothing at stake.
      if (!this.#connected) await this.#exchange([]);
      await this.#exchange(this.#locked((nowMs) => this.#due(nowMs)));
      this.#note(null);
    } catch (error) {
      this.#failures += 1;
      this.#note(error);
      this.#locked((nowMs) => this.#goAlone(nowMs));
    }
  }

  async #exchange(asked: readonly Asked[], leaving = false): Promise<void> {
    for (let from = 0; from === 0 || from < asked.length; from += batch) {
      const some = asked.slice(from, from + batch);
      const last = from + batch >= asked.length;
      const { gateways, twins, starving, grants } = await this.#store.exchange(
        some.map(({ wish }) => wish),
        leaving && last,
      );
      this.#exchanges += 1;
      this.#twins.look(twins, this.#clock());
      this.#sharers = { gateways: this.#believed(gateways), starving };
      this.#locked(() => {
        for (const [i, grant] of grants.entries()) some[i]?.granted(grant);
      });
    }
  }

  #locked<T>(work: (nowMs: number) => T): T {
    this.#lock.take();
    try {
      return work(this.#clock());
    } finally {
      this.#lock.release();
    }
  }

  /** Right after the store is back the other gateways may not have been heard of yet. */
  #believed(gateways: number): number {
    const settled = this.#connected && this.#clock() - (this.#changedAtMs ?? 0) >= gatewayGoneMs;
    return settled ? gateways : Math.max(gateways, this.#sharers.gateways);
  }

  #due(nowMs: number): Asked[] {
    const asked: Asked[] = [];
    for (const limit of this.#limitsNow()) {
      const lease = this.#leaseOf(limit, nowMs);
      const wish = lease.wish(limit.limit, nowMs, this.#sharers);
      if (wish) asked.push({ wish, granted: (grant) => lease.granted(grant) });
      if (limit.kind === "spend") this.#askForNextPeriod(limit.scope, limit.limit, limit.meter, nowMs, asked);
    }
    return asked;
  }

  /** The limits of this moment; leases of those that are gone are dropped. */
  #limitsNow(): readonly LeasedLimit[] {
    const limits = [...this.#limits()];
    for (const { meter } of limits) this.#refusals += meter.share.takeRefusals();
    if (this.#leases.size > limits.length) {
      const meters = new Set<LeasedMeter>(limits.map(({ meter }) => meter));
      for (const meter of this.#leases.keys()) {
        if (meters.has(meter)) continue;
        meter.share.allowance = 0;
        this.#leases.delete(meter);
      }
    }
    return limits;
  }

  #leaseOf(limit: LeasedLimit, nowMs: number): MeterLease {
    const found = this.#leases.get(limit.meter);
    const endsAtMs = limit.kind === "spend" ? limit.meter.endMsAt(nowMs) : null;
    if (found && found.of.endsAtMs === endsAtMs) return found;
    const lease = new MeterLease(leaseOf(limit, endsAtMs, nowMs), limit.meter, limit.limit, nowMs, this.#random);
    this.#leases.set(limit.meter, lease);
    return lease;
  }

  #askForNextPeriod(scope: string, limit: number, meter: SpendMeter, nowMs: number, asked: Asked[]): void {
    const [startsAtMs, endsAtMs] = [meter.startMsAt(nowMs), meter.endMsAt(nowMs)];
    if (meter.share.nextAllowance > 0 || endsAtMs - nowMs > beforePeriodMs) return;
    const pace = { kind: "spend", limit, used: 0, perSecond: 0, need: 0, starvedElsewhere: false } as const;
    const want = Math.min(limit, leaseAhead({ ...pace, gateways: this.#sharers.gateways }));
    // Nobody knows yet how long it is; what is asked for in it says so.
    const keepMs = Math.ceil(2 * (endsAtMs - startsAtMs));
    asked.push({
      wish: { key: spendKey(scope, meter, endsAtMs), limit, want, used: 0, least: 0, keepMs, sparing: true },
      granted: ({ granted }) => {
        if (meter.endMsAt(this.#clock()) === endsAtMs) meter.share.nextAllowance = granted;
      },
    });
  }

  #goAlone(nowMs: number): void {
    const lostForMs = nowMs - (this.#changedAtMs ?? nowMs);
    const { gateways } = this.#sharers;
    for (const limit of this.#limitsNow()) {
      this.#leaseOf(limit, nowMs).alone(limit.limit, lostForMs, gateways);
      if (limit.kind === "spend") limit.meter.share.nextAllowance = Math.floor(limit.limit / gateways);
    }
  }

  /** Notes, and says once, that the store is there or gone. */
  #note(error: unknown): void {
    const connected = error === null;
    if (connected === this.#connected && this.#changedAtMs !== null) return;
    this.#connected = connected;
    this.#changedAtMs = this.#clock();
    const { gateways } = this.#sharers;
    if (connected) return this.#log.info({ gateways }, "Redis answers: limits are shared by leases");
    // The error's other fields hold all that was sent.
    const reason = error instanceof Error ? error.message : "unknown";
    this.#log.warn({ reason, gateways }, "Redis is gone: limits are kept by local shares");
  }
}

function leaseOf(limit: LeasedLimit, endsAtMs: number | null, nowMs: number): LeaseOf {
  const { kind, scope } = limit;
  const key = kind === "spend" ? spendKey(scope, limit.meter, limit.meter.startMsAt(nowMs)) : `${kind}|${scope}`;
  return { key, kind, endsAtMs };
}

function spendKey(scope: string, { period, timeZone }: SpendMeter, startsAtMs: number): string {
  return `spend|${scope}|${period}|${timeZone}|${startsAtMs}`;
}
