import { type ApiRequest, type Endpoint, parseRequest } from "@meridian/chat-protocol";
import {
  expectedTokens,
  isTimeToWait,
  type NoPlan,
  planRequest,
  readPromptAhead,
  type RouteRequest,
  type RoutingTable,
} from "@meridian/routing";
import type { ActiveEnvironment } from "../environments/active-environment.ts";
import type { GatewayKey } from "../environments/gateway-key.ts";
import { type GatewayError, gatewayError } from "../errors.ts";
import type { ScopedLimitReached } from "../limits/request-limits.ts";
import { errorOfKey } from "../server/authenticate.ts";
import type { Deadline } from "../server/deadlines.ts";
import type { Exchange } from "../server/exchange.ts";
import type { EndableRun, GatewayContext } from "../server/gateway-context.ts";
import type { RequestHeaders } from "../server/request-headers.ts";
import { CooldownWait } from "./cooldown-wait.ts";
import { errorOfNoPlan } from "./error-of-no-plan.ts";
import { PromptBlocks } from "./prompt-blocks.ts";
import { type BodyOwner, readBody } from "./read-body.ts";
import { routeFacts } from "./route-facts.ts";
import type { Walk } from "./walk.ts";
import { Walker, type WalkerOwner } from "./walker.ts";
import { withTimeout } from "./with-timeout.ts";

/**
 * Carries one request from its headers to its end: reads and plans it, and has a walker ask the plan's candidates. Its
 * environment is taken once; a config change does not touch it.
 */
export class RequestRun implements Deadline, EndableRun, BodyOwner, WalkerOwner {
  rosterIndex = -1;
  readonly #exchange: Exchange;
  readonly #context: GatewayContext;
  readonly #environment: ActiveEnvironment;
  #key: GatewayKey;
  readonly #headers: RequestHeaders;
  readonly #endpoint: Endpoint;
  /** null where nothing asks which prompts begin alike. */
  #prompt: PromptBlocks | null = null;
  /** null until there is a plan. */
  #walker: Walker | null = null;
  readonly #wait: CooldownWait;
  readonly #bodyDueMs: number;

  constructor(
    exchange: Exchange,
    endpoint: Endpoint,
    environment: ActiveEnvironment,
    key: GatewayKey,
    headers: RequestHeaders,
  ) {
    this.#exchange = exchange;
    this.#endpoint = endpoint;
    this.#context = exchange.context;
    this.#environment = environment;
    this.#key = key;
    this.#headers = headers;
    this.#wait = new CooldownWait(exchange, environment.environmentId, headers.timeoutMs);
    this.#bodyDueMs = exchange.account.startedAtMs + exchange.context.options.bodyTimeoutMs;
  }

  begin(): void {
    this.#exchange.watch(this);
    this.#context.deadlines.add(this);
    readBody(this.#exchange.request, this.#context.options.maxBodyBytes, this.#exchange, this);
  }

  get deadlineMs(): number {
    return this.#walker?.deadlineMs ?? this.#wait.untilMs ?? this.#bodyDueMs;
  }

  deadlinePassed(nowMs: number): void {
    try {
      if (this.#wait.untilMs !== null) this.#goOn();
      else if (!this.#walker) this.#refuseBody(gatewayError("body_timeout", "The body did not arrive in time."));
      else this.#walker.deadlinePassed(nowMs);
    } catch (error) {
      this.#break(error);
    }
  }

  bodyTooLarge(): void {
    const { maxBodyBytes } = this.#context.options;
    this.#refuseBody(gatewayError("body_too_large", `The body is larger than ${maxBodyBytes} bytes.`));
  }

  noRoomForBody(): void {
    const error = gatewayError(
      "gateway_full",
      "The gateway holds as many bytes of requests as it may. Try again shortly.",
    );
    this.#refuseBody({ ...error, retryAfterMs: 1_000 });
  }

  bodyRead(body: Buffer): void {
    if (this.#exchange.settled) return;
    try {
      const parsed = parseRequest(this.#endpoint.request, body);
      if (parsed.ok) return this.#plan(parsed.request, body);
      const { code, message, param } = parsed.problem;
      this.#fail(gatewayError(code, message, param));
    } catch (error) {
      this.#break(error);
    }
  }

  bodyBroken(error: GatewayError): boolean {
    if (this.#walker || this.#exchange.request.complete) return false;
    this.#fail(error);
    return true;
  }

  callerLeft(): void {
    // Nobody is there to be answered, but how it ended is noted.
    this.#endFromOutside(gatewayError("client_closed", "The caller closed the connection."));
  }

  shutDown(): void {
    // Others serve, or this one will again.
    const error = gatewayError("shutting_down", "The gateway is shutting down.");
    this.#endFromOutside({ ...error, retryAfterMs: 1_000 });
  }

  walkCompleted(): void {
    const { response } = this.#exchange;
    if (!response.writableEnded) response.end();
    this.#context.deadlines.remove(this);
    this.#exchange.settle("completed", 200, null);
  }

  walkFailed(error: GatewayError): void {
    this.#fail(error);
  }

  walkBroke(error: unknown): void {
    this.#break(error);
  }

  walkAnew({ request, body }: Walk): void {
    this.#decide(request, body, this.#facts(request));
  }

  #plan(request: ApiRequest, body: Buffer): void {
    const { state, table, readsPrompts } = this.#environment;
    const { lock } = state;
    if (readsPrompts) this.#prompt ??= new PromptBlocks(body, request, this.#headers.complexity);
    const facts = this.#facts(request);
    // Before the lock: a long prompt takes as long to read as many decisions.
    if (table && readsPrompts) readPromptAhead({ table, state, request: facts });
    lock.take();
    try {
      this.#decide(request, body, facts);
    } finally {
      lock.release();
    }
    this.#walker?.send();
  }

  #facts(request: ApiRequest): RouteRequest {
    return routeFacts(
      this.#endpoint,
      request,
      this.#headers,
      this.#exchange.request.headers,
      this.#key,
      this.#environment.matchedHeaders,
      this.#exchange.account.gatewayRegion,
      this.#walker?.unsupported?.byUpstream,
      this.#prompt,
    );
  }

  #decide(request: ApiRequest, body: Buffer, facts: RouteRequest): void {
    const environment = this.#environment;
    const { account } = this.#exchange;
    const nowMs = this.#context.clock();
    account.stream = request.stream;
    account.requestedModel = request.model;
    const { table, state, overrides } = environment;
    if (!table) return this.#fail(gatewayError("not_configured", "No routing config is published here yet."));
    const planned = planRequest({ table, state, request: facts, overrides, nowMs, random: this.#context.random });
    account.plan = planned.kind === "plan" ? planned.plan : planned.why;
    if (planned.kind === "none") return this.#withoutPlan(planned.why, table, request, body);
    const { plan } = planned;
    const ask = expectedTokens(facts, state.expectedOutputTokens);
    const usage = state.routeUsage(table, plan.route);
    const reached = this.#exchange.limits.reserve(usage, ask, { plan, table }, nowMs);
    const route = withTimeout(planned.route, this.#headers.timeoutMs);
    account.route = route.name;
    if (reached) return this.#refuse(reached);
    const budget = environment.budgets.get(route.name);
    if (!budget) throw new Error(`The route ${route.name} has no retry budget.`);
    const walk: Walk = {
      environment,
      table,
      route,
      plan,
      facts,
      affinity: planned.affinity,
      ask,
      endpoint: this.#endpoint,
      request,
      body,
      dropUnsupported: this.#headers.dropUnsupported,
      budget,
    };
    if (!this.#walker) {
      budget.deposit(nowMs);
      this.#walker = new Walker(this, this.#exchange, this.#wait, walk);
    }
    this.#walker.begin(walk);
  }

  #withoutPlan(why: NoPlan, { routes }: RoutingTable, request: ApiRequest, body: Buffer): void {
    if (why.kind !== "unknown_model") this.#exchange.account.route = why.route;
    if (why.kind === "none_available" && why.skipped.some(({ reason }) => isTimeToWait(reason))) {
      const route = routes.find(({ name }) => name === why.route);
      const dueMs = why.retryAfterMs;
      if (route && this.#wait.begin(dueMs, request.stream, route.timeouts, { by: "plan", request, body })) return;
    }
    const nobody = why.kind === "no_eligible_upstream" ? this.#walker?.unsupported?.error(why.route) : null;
    this.#fail(nobody ?? errorOfNoPlan(why));
  }

  #goOn(): void {
    const resumption = this.#wait.end();
    const now = this.#context.registry.nowOf(this.#key, this.#context.clock());
    if (now.kind !== "match") return this.#fail(errorOfKey[now.kind]);
    this.#key = now.key;
    if (resumption?.by === "plan") this.#plan(resumption.request, resumption.body);
    else if (resumption) this.#walker?.next(resumption.outcome, resumption.said, false);
  }

  #endFromOutside(error: GatewayError): void {
    try {
      if (this.#walker?.end(error)) return;
      const late = this.#walker !== null || this.#wait.untilMs !== null;
      if (late && error.code === "client_closed") this.#exchange.account.gaveUp = "client_gone";
      this.#fail(error);
    } catch (fault) {
      this.#break(fault);
    }
  }

  #refuse(reached: ScopedLimitReached): void {
    this.#context.deadlines.remove(this);
    this.#exchange.failByLimit(reached);
  }

  #refuseBody(error: GatewayError): void {
    this.#context.deadlines.remove(this);
    this.#exchange.refuseBody(error);
  }

  /** A fault of the gateway itself: the upstream is let go and its slot freed, and this request alone pays for it. */
  #break(error: unknown): void {
    this.#context.deadlines.remove(this);
    this.#wait.end();
    try {
      this.#walker?.letGo();
    } catch (another) {
      this.#exchange.breakOff(another);
    }
    this.#exchange.breakOff(error);
  }

  #fail(error: GatewayError): void {
    this.#context.deadlines.remove(this);
    this.#wait.end();
    this.#exchange.fail(error);
  }
}
