import { EngineReading } from "../engine/engine-reading.ts";
import { EngineSigns } from "../engine/engine-signs.ts";
import { type EjectionPlace, PlaceCell } from "../health/route-ejections.ts";
import type { UsageLedger } from "../limits/usage-ledger.ts";
import type { CompiledTable } from "../plan/compiled-table.ts";
import type { SentPrompts } from "../peers/sent-prompts.ts";
import { FleetDepth } from "../prefix/cache-depth.ts";
import { PrefixIndex } from "../prefix/prefix-index.ts";
import type { RoutingTable } from "../routing-table.ts";
import type { StateMemory } from "./state-memory.ts";
import { UpstreamState } from "./upstream-state.ts";

/** State of an upstream that left the table is kept this long after its last request: a rollback finds what was learnt. */
const keepAfterMs = 600_000;

/** Prompts are remembered in blocks of this many tokens or more. */
const tokensOfBlock = 64;

/** Of an upstream where no policy says how much it caches. */
const usualCacheTokens = 400_000;

/** Upstreams of one environment by identity: what was learnt of them survives config changes. */
export class KnownUpstreams {
  readonly #byIdentity = new Map<string, UpstreamState>();
  /** Its places in routes that eject outliers, by the names of their numbers. */
  readonly #places = new Map<string, EjectionPlace>();
  /** By index of the table that is being adopted. */
  #keys: readonly string[] = [];
  /** What caches keep, by the model of their upstreams. */
  readonly #depths = new Map<string, FleetDepth>();
  readonly #ledger: UsageLedger;
  readonly #memory: StateMemory;
  readonly #environmentId: string;
  readonly #sent: SentPrompts | null;

  constructor(ledger: UsageLedger, environmentId: string, sent: SentPrompts | null) {
    this.#sent = sent;
    this.#ledger = ledger;
    this.#memory = ledger.memory;
    this.#environmentId = environmentId;
  }

  /** All that are known, also those that left the table. */
  states(): Iterable<UpstreamState> {
    return this.#byIdentity.values();
  }

  /** Those of a table that is being adopted, by its indices. */
  statesOf(table: RoutingTable): readonly UpstreamState[] {
    this.#keys = identitiesOf(table);
    return table.upstreams.map((upstream, index) => {
      const key = this.#keys[index] ?? upstream.identity;
      const name = this.#nameOf("state", key);
      const before = this.#byIdentity.get(key);
      const known = before && this.#memory.holds(name, before.numbers) ? before : null;
      if (known) {
        known.health.adopt(upstream);
        known.limit(upstream);
      }
      const usage = this.#ledger.scope(this.#nameOf("upstream", key));
      const state = known ?? new UpstreamState(upstream, usage, this.#memory, name);
      state.sent = this.#sent;
      this.#byIdentity.set(key, state);
      return state;
    });
  }

  /** Makes the place of one of `states` in the ejections of a route that is new, or new to it. */
  placeOf(state: UpstreamState, where: string, states: readonly UpstreamState[]): EjectionPlace {
    const name = this.#nameOf("ejection", `${where}|${this.#keys[states.indexOf(state)]}`);
    const place = new PlaceCell(state.health, this.#memory.numbers(name, PlaceCell.initial));
    this.#places.set(name, place);
    return place;
  }

  /** The table is laid out over its states: what is looked at from now on, and what nobody looks at any more. */
  adopted(compiled: CompiledTable, nowMs: number): void {
    this.#eject(compiled);
    this.#observe(compiled);
    this.#read(compiled);
    this.#forgetIdle(compiled, nowMs);
  }

  #eject(compiled: CompiledTable): void {
    for (const state of this.#byIdentity.values()) state.ejections = [];
    compiled.ejectionsByUpstream().forEach((ejections, index) => {
      const state = compiled.states[index];
      if (state) state.ejections = ejections;
    });
    const present = new Set(compiled.routes.flatMap(({ targets }) => targets.map(({ ejection }) => ejection)));
    for (const [name, place] of this.#places) {
      if (present.has(place)) continue;
      this.#places.delete(name);
      this.#memory.forget(name);
    }
  }

  /** Begins to look at engines and caches where a route asks for it. What was seen before stays. */
  #observe({ routes, states }: CompiledTable): void {
    for (const { route, targets } of routes) {
      const { policy, affinity } = route;
      const adaptive = policy.kind === "adaptive" ? policy : null;
      const cacheTokens = adaptive?.prefixCacheTokens ?? (affinity?.key.from === "prefix" ? usualCacheTokens : 0);
      for (const { state, upstream } of targets) {
        const blocks = cacheTokens / tokensOfBlock;
        if (blocks > (state.prefixes?.capacity ?? 0))
          state.prefixes = new PrefixIndex(blocks, this.#depthOf(upstream.upstreamModel ?? "", blocks));
        if (!adaptive) continue;
        const name = this.#nameOf("engine", this.#keys[states.indexOf(state)]!);
        const rate = adaptive.prefillTokensPerSecond;
        state.engine ??= new EngineSigns(rate, this.#memory.numbers(name, EngineSigns.initial));
        state.engine.prefillRate = rate;
      }
    }
  }

  #depthOf(model: string, blocks: number): FleetDepth {
    let depth = this.#depths.get(model);
    if (depth) depth.mayBe(blocks);
    else this.#depths.set(model, (depth = new FleetDepth(blocks)));
    return depth;
  }

  /** Makes room for what engines say, where they are asked. Nothing is kept of one that is asked no more. */
  #read({ table, states }: CompiledTable): void {
    for (const [index, state] of states.entries()) {
      const name = this.#nameOf("reading", this.#keys[index]!);
      if (table.upstreams[index]?.engineMetrics)
        state.reading ??= new EngineReading(this.#memory.numbers(name, EngineReading.initial));
      else if (state.reading) {
        state.reading = null;
        this.#memory.forget(name);
      }
    }
  }

  #forgetIdle({ table, states }: CompiledTable, nowMs: number): void {
    const present = new Set(states);
    const models = new Set(table.upstreams.map(({ upstreamModel }) => upstreamModel ?? ""));
    for (const model of this.#depths.keys()) if (!models.has(model)) this.#depths.delete(model);
    for (const [key, state] of this.#byIdentity) {
      const idle = state.inFlight === 0 && nowMs - state.begunAtMs >= keepAfterMs;
      if (present.has(state) || !idle) continue;
      this.#byIdentity.delete(key);
      for (const kind of ["state", "engine", "reading"] as const) this.#memory.forget(this.#nameOf(kind, key));
    }
  }

  #nameOf(kind: "state" | "upstream" | "engine" | "reading" | "ejection", what: string): string {
    return `${kind}|${this.#environmentId}|${what}`;
  }
}

/** Two upstreams of one table with one identity (say, two accounts at one provider) are told apart by name. */
function identitiesOf({ upstreams }: RoutingTable): readonly string[] {
  const seen = new Set<string>();
  return upstreams.map(({ identity, name }) => {
    const key = seen.has(identity) ? `${identity}|${name}` : identity;
    seen.add(key);
    return key;
  });
}
