import {
  type AffinityTrace,
  type Attempted,
  type AttemptTicket,
  createRetryBudgets,
  type EngineLoad,
  expectedTokens,
  nextStep,
  type Outcome,
  planRequest,
  type PromptText,
  type RetryBudget,
  type RoutePlan,
  type RoutingTable,
  RoutingState,
  type Route,
  type TokenEstimate,
} from "@meridian/routing";
import { checkRoutingConfig } from "@meridian/routing-config";
import {
  type AttemptFailure,
  hold,
  type LoadWatch,
  type LoadWatcher,
  refuse,
  type RoutedRequest,
  type RouterFactory,
  type RouterHost,
  type ScrapedLoad,
  type SimulatedRouter,
} from "../simulation/simulated-router.ts";
import { GatewayNews } from "./gateway-news.ts";
import { simulatedFacts } from "./simulated-facts.ts";

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
  let gateways: GatewayNews[] = [];
  return (host) => {
    // The first of another simulation.
    if (host.gateway === 0) gateways = [];
    const news = new GatewayNews(host, gateways, beginsAtMs);
    gateways.push(news);
    return new MeridianRouter(table, host, news);
  };
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

class MeridianRouter implements SimulatedRouter, LoadWatcher {
  readonly #table: RoutingTable;
  readonly #host: RouterHost;
  readonly #state: RoutingState;
  readonly #news: GatewayNews;
  readonly #budgets: ReadonlyMap<string, RetryBudget>;
  /** Index in the simulation of each upstream of the table. */
  readonly #simulated: readonly number[];
  /** The other way about. */
  readonly #listed: readonly number[];
  /** By index of the table. */
  readonly #watches: readonly (LoadWatch | null)[];
  readonly #walks = new Map<number, Walk>();
  /** Upstreams of the table that are left alone by a breaker or an ejection. */
  readonly #out = new Set<number>();
  /** Nothing is due before: what waits need not be planned. */
  #dueAtMs = 0;
  #looksAtMs = 0;

  constructor(table: RoutingTable, host: RouterHost, news: GatewayNews) {
    // A gateway that is alone has nobody to tell.
    this.#state = new RoutingState(undefined, "", host.regions.length > 1 ? news.sent : null);
    this.#table = table;
    this.#host = host;
    this.#state.adopt(table, beginsAtMs);
    this.#news = news;
    news.start(this.#state);
    this.#budgets = createRetryBudgets(table);
    this.#simulated = table.upstreams.map(({ name }) => host.upstreams.findIndex((one) => one.name === name));
    this.#listed = host.upstreams.map((_, index) => this.#simulated.indexOf(index));
    const unknown = this.#simulated.indexOf(-1);
    if (unknown >= 0) throw new Error(`The simulated fleet has no upstream ${table.upstreams[unknown]?.name}.`);
    this.#watches = table.upstreams.map(({ engineMetrics }, index) => {
      if (!engineMetrics) return null;
      const { intervalMs } = engineMetrics;
      return host.watch(this.#simulated[index]!, intervalMs * host.random(), intervalMs, this);
    });
  }

  /** Requests in flight, as the gateway's poller takes them down when it asks for an engine's metrics. */
  markOf(upstream: number): number {
    return this.#state.inFlightOf(this.#listed[upstream]!, this.#table);
  }

  answered(upstream: number, load: ScrapedLoad, inFlight: number, readAtMs: number): void {
    const index = this.#listed[upstream]!;
    this.#state.engineRead(index, this.#table, withoutGpu(load), inFlight, beginsAtMs + readAtMs);
  }

  pick(request: RoutedRequest, simulatedMs: number): number {
    if (simulatedMs < this.#dueAtMs) return hold;
    const nowMs = beginsAtMs + simulatedMs;
    const state = this.#state;
    const facts = simulatedFacts(request, this.#host.blockTokens);
    this.#news.catchUp(simulatedMs);
    for (const watch of this.#watches) watch?.look(simulatedMs);
    this.#lookAtRules(nowMs);
    const planned = planRequest({
      table: this.#table,
      state,
      request: facts,
      overrides: [],
      nowMs,
      random: this.#host.random,
      words: false,
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
    if (!walk) return;
    this.#news.changed(walk.plan.candidates[walk.candidate]!.upstream);
    this.#state.firstToken(walk.ticket, beginsAtMs + simulatedMs);
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
    this.#beforeChange(upstream, nowMs - beginsAtMs);
    return this.#state.begin(upstream, inputTokens + outputTokens, nowMs, { inputTokens, table, prompt, affinity });
  }

  #end(index: number, simulatedMs: number, outcome: Outcome): void {
    const walk = this.#walks.get(index);
    if (!walk) return;
    walk.attempts.push({ candidate: walk.candidate, outcome });
    const { upstream } = walk.plan.candidates[walk.candidate]!;
    this.#beforeChange(upstream, simulatedMs);
    this.#state.end(walk.ticket, outcome, beginsAtMs + simulatedMs, this.#host.random);
    if (outcome.kind === "failed" || this.#out.has(upstream)) this.#lookAtHealth(upstream, beginsAtMs + simulatedMs);
    this.#dueAtMs = 0;
  }

  #beforeChange(upstream: number, simulatedMs: number): void {
    this.#news.catchUp(simulatedMs);
    this.#news.changed(upstream);
    this.#watches[upstream]?.catchUp(simulatedMs);
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

const withoutGpu = ({ running, waiting, kvUsage }: ScrapedLoad): EngineLoad => ({
  running,
  waiting,
  kvUsage,
  gpuUsage: null,
});
