import {
  type AffinityTrace,
  type Attempted,
  type AttemptTicket,
  createRetryBudgets,
  type EngineMetricsOptions,
  expectedTokens,
  nextStep,
  type Outcome,
  planRequest,
  type PromptText,
  type RetryBudget,
  type RoutePlan,
  type RouteRequest,
  type RoutingTable,
  RoutingState,
  type Route,
  type TokenEstimate,
} from "@meridian/routing";
import { checkRoutingConfig } from "@meridian/routing-config";
import {
  type AttemptFailure,
  hold,
  refuse,
  type RoutedRequest,
  type RouterFactory,
  type RouterHost,
  type SimulatedRouter,
} from "../simulation/simulated-router.ts";
import { simulatedModel } from "./routing-document.ts";

/** When simulations begin: a Monday at 00:00 UTC, so that windows and schedules have a calendar. */
const beginsAtMs = Date.UTC(2026, 0, 5);

/** As the gateway: longer than this nobody is kept waiting for an upstream that is cooling down. */
const longestWaitMs = 30_000;

/** As the gateway: how often it looks at what rules measure. */
const ruleLookMs = 250;

/**
 * Meridian's own gateway in a simulation: a routing document and the code of `@meridian/routing` that the gateway runs —
 * plans, live state, breakers, ejection, limits, retries — with the time of the simulation.
 *
 * @param document YAML text, or what it compiles to
 */
export function meridianRouter(document: string | RoutingTable): RouterFactory {
  const table = typeof document === "string" ? compiled(document) : document;
  return (host) => new MeridianRouter(table, host);
}

function compiled(document: string): RoutingTable {
  const { table, diagnostics } = checkRoutingConfig(document, { mode: "workspace" });
  if (table) return table;
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  throw new Error(
    `The routing document is refused:\n${errors.map(({ range, message, hint }) => `  line ${range.start.line}: ${message} ${hint ?? ""}`).join("\n")}`,
  );
}

/** One request on its way through a plan. */
type Walk = {
  readonly plan: RoutePlan;
  readonly route: Route;
  readonly ask: TokenEstimate;
  readonly prompt: PromptText | null;
  readonly affinity: AffinityTrace | null;
  readonly attempts: Attempted[];
  candidate: number;
  ticket: AttemptTicket;
};

class MeridianRouter implements SimulatedRouter {
  readonly #table: RoutingTable;
  readonly #host: RouterHost;
  readonly #state = new RoutingState();
  readonly #budgets: ReadonlyMap<string, RetryBudget>;
  /** Index in the simulation of each upstream of the table. */
  readonly #simulated: readonly number[];
  readonly #walks = new Map<number, Walk>();
  /** Upstreams of the table that are left alone by a breaker or an ejection. */
  readonly #out = new Set<number>();
  /** Nothing is due before: what waits need not be planned. */
  #dueAtMs = 0;
  #looksAtMs = 0;

  constructor(table: RoutingTable, host: RouterHost) {
    this.#table = table;
    this.#host = host;
    this.#state.adopt(table, beginsAtMs);
    this.#budgets = createRetryBudgets(table);
    this.#simulated = table.upstreams.map(({ name }) => host.upstreams.findIndex((one) => one.name === name));
    const unknown = this.#simulated.indexOf(-1);
    if (unknown >= 0) throw new Error(`The simulated fleet has no upstream ${table.upstreams[unknown]?.name}.`);
    for (const [index, { engineMetrics }] of table.upstreams.entries())
      if (engineMetrics) host.after(engineMetrics.intervalMs * host.random(), () => this.#ask(index, engineMetrics));
  }

  /** Reads an engine's metrics, again and again, as the gateway's poller does. */
  #ask(index: number, options: EngineMetricsOptions): void {
    const upstream = this.#simulated[index]!;
    const wayMs = this.#host.roundTripMs[upstream]! / 2;
    const before = this.#state.inFlightOf(index, this.#table);
    this.#host.after(wayMs, (askedMs) => {
      const load = this.#host.load(upstream);
      this.#host.after(wayMs, () =>
        this.#state.engineRead(index, this.#table, load && { ...load, gpuUsage: null }, before, beginsAtMs + askedMs),
      );
    });
    this.#host.after(options.intervalMs, () => this.#ask(index, options));
  }

  pick(request: RoutedRequest, simulatedMs: number): number {
    if (simulatedMs < this.#dueAtMs) return hold;
    const nowMs = beginsAtMs + simulatedMs;
    const state = this.#state;
    const facts = factsOf(request, this.#host.blockTokens);
    this.#lookAtRules(nowMs);
    const planned = planRequest({
      table: this.#table,
      state,
      request: facts,
      overrides: [],
      nowMs,
      random: this.#host.random,
    });
    if (planned.kind === "none") {
      const { why } = planned;
      const dueMs = why.kind === "none_available" ? why.retryAfterMs : null;
      const waitedMs = simulatedMs - request.arrivedAtMs;
      if (dueMs === null || waitedMs + dueMs > longestWaitMs) return refuse;
      this.#dueAtMs = simulatedMs + dueMs;
      return hold;
    }
    const { plan, route, affinity } = planned;
    this.#budgets.get(route.name)?.deposit(nowMs);
    const ask = expectedTokens(facts, state.expectedOutputTokens);
    this.#walks.set(request.index, {
      plan,
      route,
      ask,
      prompt: facts.prompt ?? null,
      affinity,
      attempts: [],
      candidate: 0,
      ticket: this.#begin({ plan, ask, prompt: facts.prompt ?? null, affinity }, 0, nowMs),
    });
    return this.#upstreamOf(plan, 0);
  }

  onFirstToken({ index }: RoutedRequest, simulatedMs: number): void {
    const walk = this.#walks.get(index);
    if (walk) this.#state.firstToken(walk.ticket, beginsAtMs + simulatedMs);
  }

  onEnd(request: RoutedRequest, simulatedMs: number): void {
    const { index, promptTokens, outputTokens, cachedTokens, sentAtMs, firstTokenAtMs } = request;
    this.#end(index, simulatedMs, {
      kind: "completed",
      status: 200,
      stream: true,
      firstTokenMs: firstTokenAtMs - sentAtMs,
      durationMs: simulatedMs - sentAtMs,
      inputTokens: promptTokens,
      outputTokens,
      cachedInputTokens: cachedTokens,
    });
    this.#walks.delete(index);
  }

  onError(request: RoutedRequest, { cause, midStream, retryAfterMs }: AttemptFailure, simulatedMs: number): void {
    const status = cause === "status" ? 500 : cause === "rate_limited" ? 429 : null;
    const phase = midStream ? "mid_stream" : "before_first_token";
    const durationMs = simulatedMs - request.sentAtMs;
    this.#end(request.index, simulatedMs, { kind: "failed", phase, cause, status, retryAfterMs, durationMs });
    if (midStream) this.#walks.delete(request.index);
  }

  retry(
    request: RoutedRequest,
    _failure: AttemptFailure,
    simulatedMs: number,
  ): { upstream: number; delayMs: number } | null {
    const walk = this.#walks.get(request.index);
    if (!walk) return null;
    const nowMs = beginsAtMs + simulatedMs;
    const { plan, route, ask, attempts } = walk;
    const step = nextStep({
      plan,
      route,
      ask,
      attempts,
      table: this.#table,
      state: this.#state,
      budget: this.#budgets.get(route.name)!,
      contentRelayed: false,
      clientGone: false,
      noFallback: false,
      overrides: [],
      elapsedMs: simulatedMs - request.arrivedAtMs,
      nowMs,
      random: this.#host.random,
    });
    if (step.kind === "give_up") {
      this.#walks.delete(request.index);
      return null;
    }
    walk.candidate = step.candidate;
    if (step.delayMs === 0) walk.ticket = this.#begin(walk, step.candidate, nowMs);
    return { upstream: this.#upstreamOf(plan, step.candidate), delayMs: step.delayMs };
  }

  onResume({ index }: RoutedRequest, simulatedMs: number): void {
    const walk = this.#walks.get(index);
    if (walk) walk.ticket = this.#begin(walk, walk.candidate, beginsAtMs + simulatedMs);
  }

  /** As often as a gateway does, as long as requests come. */
  #lookAtRules(nowMs: number): void {
    if (nowMs < this.#looksAtMs) return;
    this.#looksAtMs = nowMs + ruleLookMs;
    this.#state.lookAtRules(nowMs);
  }

  #begin(
    { plan, ask, prompt, affinity }: Pick<Walk, "plan" | "ask" | "prompt" | "affinity">,
    candidate: number,
    nowMs: number,
  ): AttemptTicket {
    const { upstream } = plan.candidates[candidate]!;
    const { inputTokens, outputTokens } = ask;
    const table = this.#table;
    return this.#state.begin(upstream, inputTokens + outputTokens, nowMs, { inputTokens, table, prompt, affinity });
  }

  #end(index: number, simulatedMs: number, outcome: Outcome): void {
    const walk = this.#walks.get(index);
    if (!walk) return;
    walk.attempts.push({ candidate: walk.candidate, outcome });
    this.#state.end(walk.ticket, outcome, beginsAtMs + simulatedMs, this.#host.random);
    const { upstream } = walk.plan.candidates[walk.candidate]!;
    if (outcome.kind === "failed" || this.#out.has(upstream)) this.#lookAtHealth(upstream, beginsAtMs + simulatedMs);
    this.#dueAtMs = 0;
  }

  /** It is taken out by failures alone, and back by the success of a probe. */
  #lookAtHealth(upstream: number, nowMs: number): void {
    const { breaker, ejectedUntilMs } = this.#state.view(upstream, nowMs).health;
    if (breaker.kind !== "open" && ejectedUntilMs === 0) {
      if (breaker.kind === "closed") this.#out.delete(upstream);
    } else if (!this.#out.has(upstream)) {
      this.#out.add(upstream);
      this.#host.takenOut(this.#simulated[upstream]!);
    }
  }

  #upstreamOf(plan: RoutePlan, candidate: number): number {
    return this.#simulated[plan.candidates[candidate]!.upstream]!;
  }
}

const needsNothing = { tools: false, vision: false, jsonSchema: false };
const anyRoute = ["*"];

/** As the gateway hashes a prompt's blocks: what the reply adds to them is not known yet. */
function promptOf({ blocks, promptTokens }: RoutedRequest, blockTokens: number): PromptText | null {
  if (blockTokens === 0) return null;
  let prefix: { readonly hashes: Uint32Array; readonly ends: Uint32Array } | null = null;
  return {
    // Most policies never ask.
    prefix: () => {
      const count = Math.min(blocks.length, Math.floor(promptTokens / blockTokens));
      prefix ??= {
        hashes: Uint32Array.from({ length: count }, (_, at) => Math.imul(blocks[at]! + 1, 0x9e3779b1)),
        ends: Uint32Array.from({ length: count }, (_, at) => (at + 1) * blockTokens),
      };
      return prefix;
    },
    // Simulated prompts have no text.
    complexity: () => null,
  };
}

function factsOf(request: RoutedRequest, blockTokens: number): RouteRequest {
  return {
    endpoint: "chat.completions",
    model: simulatedModel,
    stream: true,
    keyName: "simulated",
    keyRoutes: anyRoute,
    tags: [],
    headers: {},
    inputTokens: request.promptTokens,
    maxOutputTokens: null,
    needs: needsNothing,
    session: String(request.session),
    prompt: promptOf(request, blockTokens),
    noFallback: false,
  };
}
