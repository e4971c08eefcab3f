import { type Outcome, type RoutingState, type RoutingTable, type ScopeUsage, nanoUsdPerUsd } from "@meridian/routing";
import { z } from "zod";
import { UsageError } from "../command/command.ts";

const count = z.int().min(0).max(100_000);
const amount = z.number().min(0);
const ms = z.number().min(0).max(3_600_000);

const used = {
  requests_this_minute: amount.optional(),
  tokens_this_minute: amount.optional(),
  spent_usd: amount.optional(),
};

const upstreamShape = z.strictObject({
  /** Requests sent and not finished. */
  in_flight: count.optional(),
  /** Of those, how many have no first token yet. */
  waiting: count.optional(),
  /** Of requests of this one's size. */
  first_token_ms: ms.optional(),
  per_token_ms: ms.optional(),
  /** Attempts of the last seconds; the failed ones between the others, those in a row at the end. */
  succeeded: count.max(1_000).optional(),
  failed: count.max(1_000).optional(),
  failed_in_a_row: count.max(1_000).optional(),
  cooldown_ms: ms.optional(),
  fails_health_checks: z.boolean().optional(),
  engine: z.strictObject({ waiting: count, running: count, kv_usage: z.number().min(0).max(1).optional() }).optional(),
  ...used,
});
const routeShape = z.strictObject(used);
const stateShape = z.strictObject({
  upstreams: z.record(z.string(), upstreamShape).optional(),
  routes: z.record(z.string(), routeShape).optional(),
  /** What outside systems have set. */
  signals: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])).optional(),
});

/** As many as a rule needs to say anything of them. */
const usualAttempts = 20;

/** Longer ago than any rule waits: what is given has stood since then. */
const longAgoMs = 366 * 24 * 3_600_000;

export type LiveState = z.infer<typeof stateShape>;
type UpstreamValues = z.infer<typeof upstreamShape>;

/** Reads what is to be taken as measured. `file` is named in complaints. */
export function readLiveState(text: string, file: string): LiveState {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${file} is no JSON: ${error instanceof Error ? error.message : "it cannot be read"}.`);
  }
  const read = stateShape.safeParse(json);
  if (read.success) return read.data;
  const problems = read.error.issues.map(({ path, message }) => `${path.join(".") || "the whole"}: ${message}`);
  throw new UsageError(`${file} is no live state.\n  ${problems.join("\n  ")}`);
}

/** The request that is asked about, for values that hold for requests of its size. */
export type Moment = {
  readonly nowMs: number;
  readonly inputTokens: number;
  readonly random: () => number;
};

/**
 * Brings a fresh state to these values by telling it of attempts, as a gateway does: they are learnt, and count, as in
 * earnest. What rules measure is taken to have stood so for as long as they ask.
 */
export function applyLiveState(live: LiveState, state: RoutingState, table: RoutingTable, moment: Moment): void {
  for (const [name, values] of Object.entries(live.upstreams ?? {})) {
    const index = table.upstreams.findIndex((upstream) => upstream.name === name);
    if (index < 0) throw new UsageError(unknown("upstream", name, table.upstreams));
    const where = `upstreams.${name}`;
    new Attempts(state, table, index, moment).tell(values, where);
    countUsed(state.upstreamUsage(index), values, where, moment.nowMs);
  }
  for (const [name, values] of Object.entries(live.routes ?? {})) {
    if (!table.routes.some((route) => route.name === name)) throw new UsageError(unknown("route", name, table.routes));
    countUsed(state.routeUsage(table, name), values, `routes.${name}`, moment.nowMs);
  }
  const { signals = {} } = live;
  const told = { valueOf: (name: string) => (Object.hasOwn(signals, name) ? (signals[name] ?? null) : null) };
  state.lookAtRules(moment.nowMs - longAgoMs, told);
  state.lookAtRules(moment.nowMs, told);
}

const unknown = (what: string, name: string, known: readonly { readonly name: string }[]): string =>
  `The live state names the ${what} ${name}, which the document does not have. It has ${known.map((each) => each.name).join(", ")}.`;

class Attempts {
  readonly #state: RoutingState;
  readonly #table: RoutingTable;
  readonly #index: number;
  readonly #moment: Moment;
  /** As usual, so that nothing new is learnt of how long answers are. */
  readonly #outputTokens: number;

  constructor(state: RoutingState, table: RoutingTable, index: number, moment: Moment) {
    this.#state = state;
    this.#table = table;
    this.#index = index;
    this.#moment = moment;
    this.#outputTokens = state.expectedOutputTokens;
  }

  tell(values: UpstreamValues, where: string): void {
    const { nowMs } = this.#moment;
    const { in_flight: inFlight = 0, waiting = 0, engine, cooldown_ms: cooldownMs } = values;
    if (waiting > inFlight)
      throw new UsageError(`${where}.waiting is more than ${where}.in_flight, of which it is a part.`);
    this.#outcomes(values, where);
    if (cooldownMs) this.#attempt(failure("rate_limited", 429, cooldownMs), nowMs);
    const upstream = this.#table.upstreams[this.#index];
    if (values.fails_health_checks && !upstream?.healthCheck)
      throw new UsageError(
        `${where}.fails_health_checks: the document has none made. Give the upstream a \`health_check\`.`,
      );
    if (values.fails_health_checks) this.#state.checked(this.#index, this.#table, nowMs - 1, nowMs);
    for (let sent = 0; sent < inFlight; sent++) {
      const ticket = this.#begin(nowMs);
      if (sent >= waiting) this.#state.firstToken(ticket, nowMs);
    }
    if (!engine) return;
    if (!upstream?.engineMetrics)
      throw new UsageError(
        `${where}.engine: the document does not ask this engine. Give the upstream \`engine_metrics\`.`,
      );
    const load = { waiting: engine.waiting, running: engine.running, kvUsage: engine.kv_usage ?? null, gpuUsage: null };
    this.#state.engineRead(this.#index, this.#table, load, inFlight, nowMs);
  }

  #outcomes(values: UpstreamValues, where: string): void {
    const { nowMs, inputTokens } = this.#moment;
    const { first_token_ms: firstTokenMs, per_token_ms: perTokenMs, failed = 0, failed_in_a_row: inARow = 0 } = values;
    const measured = firstTokenMs !== undefined || perTokenMs !== undefined;
    if (measured && (firstTokenMs === undefined || perTokenMs === undefined))
      throw new UsageError(`${where}: first_token_ms and per_token_ms go together, as they are measured together.`);
    if ((values.succeeded ?? 0) > 0 && !measured)
      throw new UsageError(`${where}.succeeded: say how fast those were, with first_token_ms and per_token_ms.`);
    const succeeded = values.succeeded ?? (measured ? usualAttempts : 0);
    const success: Outcome = {
      kind: "completed",
      status: 200,
      stream: true,
      firstTokenMs: firstTokenMs ?? 0,
      durationMs: (firstTokenMs ?? 0) + (this.#outputTokens - 1) * (perTokenMs ?? 0),
      inputTokens,
      outputTokens: this.#outputTokens,
    };
    const all = succeeded + failed;
    for (let at = 0; at < all; at++) {
      // Evenly among each other, so that those in a row are no more than is said.
      const fails = Math.floor(((at + 1) * failed) / all) > Math.floor((at * failed) / all);
      this.#attempt(fails ? failure("status", 500, null) : success, nowMs);
    }
    for (let at = 0; at < inARow; at++) this.#attempt(failure("status", 500, null), nowMs);
  }

  #begin(nowMs: number) {
    const { inputTokens } = this.#moment;
    return this.#state.begin(this.#index, inputTokens + this.#outputTokens, nowMs, { inputTokens, table: this.#table });
  }

  #attempt(outcome: Outcome, endsAtMs: number): void {
    this.#state.end(this.#begin(endsAtMs - outcome.durationMs), outcome, endsAtMs, this.#moment.random);
  }
}

const failure = (cause: "status" | "rate_limited", status: number, retryAfterMs: number | null): Outcome => ({
  kind: "failed",
  phase: "before_first_token",
  cause,
  status,
  retryAfterMs,
  durationMs: 0,
});

/** Puts what is used in the place of what the attempts have counted. */
function countUsed(usage: ScopeUsage, values: z.infer<typeof routeShape>, where: string, nowMs: number): void {
  const meters = [
    ["requests_this_minute", values.requests_this_minute, usage.requests, "requests_per_minute"],
    ["tokens_this_minute", values.tokens_this_minute, usage.tokens, "tokens_per_minute"],
    ["spent_usd", values.spent_usd && values.spent_usd * nanoUsdPerUsd, usage.spend, "spend"],
  ] as const;
  for (const [name, value, meter, limit] of meters) {
    if (value !== undefined && !meter)
      throw new UsageError(`${where}.${name}: there is no limit of ${limit} there, so nobody counts that.`);
    meter?.add((value ?? 0) - meter.usedAt(nowMs), nowMs);
  }
}
