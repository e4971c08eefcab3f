import type { HealthCheckOptions, RoutingTable } from "@meridian/routing";
import type { Logger } from "pino";
import type { ActiveEnvironment } from "../environments/active-environment.ts";
import { faultOf } from "../server/fault.ts";
import { askHealth } from "./ask-health.ts";
import type { CheckSharing } from "./check-sharing.ts";
import { CheckStreak } from "./check-streak.ts";

/** How often it looks which checks are due. */
const everyMs = 250;
/** Checks under way, at most: further ones wait for the next turn. */
const mostAtATime = 64;
/** Intervals differ by this much at random, so that upstreams and gateways do not fall into step. */
const jitter = 0.1;
/** What another gateway has found is looked at this often, or as often as it checks. */
const lookEveryMs = 2_000;

type Checked = {
  readonly streak: CheckStreak;
  dueAtMs: number;
  asking: boolean;
  /** It was this gateway's turn the last time. */
  mine: boolean;
  /** Turn in which it was last seen in a config. */
  seen: number;
};

/** One check that is to be made. */
type Due = {
  readonly key: string;
  readonly checked: Checked;
  readonly environment: ActiveEnvironment;
  readonly table: RoutingTable;
  readonly index: number;
  readonly healthCheck: HealthCheckOptions;
};

export type HealthCheckerParts = {
  readonly registry: { all(): Iterable<ActiveEnvironment> };
  /** null: this gateway checks by itself, whatever others do. */
  readonly sharing: CheckSharing | null;
  readonly clock: () => number;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
  readonly log: Logger;
};

/** Asks upstreams whether they are well, where the config says so, and takes those out of routing that are not. */
export class HealthChecker {
  readonly #parts: HealthCheckerParts;
  readonly #checked = new Map<string, Checked>();
  /** Which upstreams of a table are checked: few tables change, and most check nothing. */
  readonly #indices = new WeakMap<RoutingTable, readonly number[]>();
  #timer: NodeJS.Timeout | null = null;
  #turns = 0;
  #asking = 0;
  #sharingAnswers = true;

  constructor(parts: HealthCheckerParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#timer = setInterval(() => void this.turn(), everyMs);
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#parts.sharing?.close();
  }

  /** Makes the checks that are due. Resolves when they are over. */
  async turn(): Promise<void> {
    const nowMs = this.#parts.clock();
    this.#turns += 1;
    const due: Due[] = [];
    for (const environment of this.#parts.registry.all()) {
      const { table } = environment;
      if (!table) continue;
      for (const index of this.#indicesOf(table)) {
        const upstream = table.upstreams[index];
        if (!upstream?.healthCheck) continue;
        const { name, identity, healthCheck } = upstream;
        const key = JSON.stringify([environment.environmentId, name, identity, healthCheck.path]);
        const checked = this.#knownAs(key, healthCheck, nowMs);
        if (!checked.asking && checked.dueAtMs <= nowMs)
          due.push({ key, checked, environment, table, index, healthCheck });
      }
    }
    for (const [key, { seen, asking }] of this.#checked) {
      if (seen !== this.#turns && !asking) this.#checked.delete(key);
    }
    // Those that have waited longest, where there are more than can be made.
    due.sort((a, b) => a.checked.dueAtMs - b.checked.dueAtMs).splice(Math.max(0, mostAtATime - this.#asking));
    await Promise.all(due.map((each) => this.#check(each)));
  }

  #indicesOf(table: RoutingTable): readonly number[] {
    let indices = this.#indices.get(table);
    if (!indices) {
      indices = table.upstreams.flatMap(({ healthCheck }, index) => (healthCheck ? [index] : []));
      this.#indices.set(table, indices);
    }
    return indices;
  }

  #knownAs(key: string, { intervalMs }: HealthCheckOptions, nowMs: number): Checked {
    let checked = this.#checked.get(key);
    if (!checked) {
      // All upstreams of a config are new at once.
      const dueAtMs = nowMs + intervalMs * this.#parts.random();
      checked = { streak: new CheckStreak(), dueAtMs, asking: false, mine: false, seen: this.#turns };
      this.#checked.set(key, checked);
    }
    checked.seen = this.#turns;
    // A config that asks more often from now on need not wait for what the one before had agreed.
    checked.dueAtMs = Math.min(checked.dueAtMs, nowMs + (1 + jitter) * intervalMs);
    return checked;
  }

  async #check({ key, checked, environment, table, index, healthCheck: check }: Due): Promise<void> {
    const { clock, random, log } = this.#parts;
    checked.asking = true;
    this.#asking += 1;
    try {
      const mine = await this.#isMine(key, checked, check);
      const everyMs = mine ? check.intervalMs : Math.min(check.intervalMs, lookEveryMs);
      checked.dueAtMs = clock() + everyMs * (1 + jitter * (2 * random() - 1));
      const target = environment.targets[index];
      const why = mine && target ? await askHealth(target.pool, check) : null;
      if (mine) await this.#take(key, checked, why, environment, table.upstreams[index]?.name ?? "", check);
      environment.state.checked(index, table, checked.streak.failsSinceMs, clock());
    } catch (error) {
      log.error(faultOf(error), "a health check broke");
    } finally {
      checked.asking = false;
      this.#asking -= 1;
    }
  }

  /** Whether this gateway makes the check; otherwise it has learnt what another has found. */
  async #isMine(key: string, checked: Checked, { intervalMs, timeoutMs }: HealthCheckOptions): Promise<boolean> {
    const { sharing } = this.#parts;
    if (!sharing) return true;
    const { streak, mine: before } = checked;
    try {
      const { mine, failsSinceMs } = await sharing.turn(key, 2 * intervalMs + timeoutMs);
      this.#sharingIs(true);
      checked.mine = mine;
      // What this gateway has found itself it knows better than what it once told.
      if (failsSinceMs !== null && !(before && mine)) streak.know(failsSinceMs);
    } catch {
      this.#sharingIs(false);
      checked.mine = true;
    }
    return checked.mine;
  }

  async #take(
    key: string,
    { streak }: Checked,
    why: string | null,
    { environmentId }: ActiveEnvironment,
    upstream: string,
    check: HealthCheckOptions,
  ): Promise<void> {
    const { sharing, clock, log } = this.#parts;
    if (streak.take(why === null, check, clock())) {
      if (why === null) log.info({ environmentId, upstream }, "the upstream passes its health checks again");
      else log.warn({ environmentId, upstream, why }, "the upstream fails its health checks");
    }
    // Whom they reach no more makes checks of its own, and says so when it asks for its turn.
    await sharing?.tell(key, streak.failsSinceMs, 10 * check.intervalMs).catch(() => {});
  }

  #sharingIs(answering: boolean): void {
    if (answering === this.#sharingAnswers) return;
    this.#sharingAnswers = answering;
    if (answering) this.#parts.log.info("Redis answers: one gateway makes the health checks of each upstream");
    else this.#parts.log.warn("Redis is gone: this gateway makes all health checks by itself");
  }
}
