import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { RequestOutcome } from "@meridian/metrics";
import type { InFlightCount } from "@meridian/routing";
import { type Endpoint, type ErrorFormat, openaiErrors } from "@meridian/chat-protocol";
import { endStreamWithError, replyError, statusOf } from "../chat/reply-error.ts";
import { RequestAccount } from "../chat/request-account.ts";
import type { ActiveEnvironment } from "../environments/active-environment.ts";
import { type GatewayError, gatewayError } from "../errors.ts";
import { errorOfLimit } from "../limits/error-of-limit.ts";
import { RequestLimits, type ScopedLimitReached } from "../limits/request-limits.ts";
import type { HeldBodies } from "./body-memory.ts";
import { drainBody, lingerMs } from "./drain-body.ts";
import { maxTextBytes, textOf } from "../text-write.ts";
import { faultOf } from "./fault.ts";
import type { EndableRun, GatewayContext, OpenRequest } from "./gateway-context.ts";
import type { GatewayRequest } from "./gateway-request.ts";
import { newRequestId } from "./request-id.ts";
import { boundUnread } from "./unread-reply.ts";

/** One request and its reply: answers it, and leaves its record, both exactly once. */
export class Exchange implements OpenRequest {
  rosterIndex = -1;
  readonly context: GatewayContext;
  readonly request: GatewayRequest;
  readonly response: ServerResponse;
  readonly account: RequestAccount;
  /** null: the list of models, which no model answers. */
  readonly endpoint: Endpoint | null;
  /** Of a stream that was broken off: how many frames came before. */
  framesRelayed = 0;
  #settled = false;
  run: EndableRun | null = null;
  /** Where it has a place among the gateway's requests in flight. */
  #place: InFlightCount | null = null;
  /** What its environment holds of bodies, and what of that is its own. */
  #held: HeldBodies | null = null;
  #bodyBytes = 0;
  /** What it holds of its workspace's, its key's and its route's limits. */
  readonly limits: RequestLimits;

  constructor(context: GatewayContext, request: GatewayRequest, response: ServerResponse, endpoint: Endpoint | null) {
    const nowMs = context.clock();
    this.context = context;
    this.request = request;
    this.response = response;
    this.endpoint = endpoint;
    this.account = new RequestAccount(newRequestId(nowMs), nowMs, endpoint?.name ?? "models", context.options.region);
    this.limits = new RequestLimits(context.registry.lock, nowMs);
    context.counters.requestsInFlight += 1;
  }

  get socket(): Socket {
    return this.request.socket;
  }

  /** Takes a place among the requests in flight of the gateway, until it is settled; false when there is none. */
  takePlace({ inFlight }: ActiveEnvironment): boolean {
    if (!this.context.shares.enter(inFlight)) return false;
    this.#place = inFlight;
    return true;
  }

  holdBody(bytes: number): boolean {
    // What comes of a body after its end is nobody's any more, and is not kept for long.
    if (this.#settled) return true;
    const { bodies } = this.context;
    this.#held ??= bodies.heldBy(this.account.environment?.environmentId ?? "");
    if (!bodies.take(this.#held, bytes)) return false;
    this.#bodyBytes += bytes;
    return true;
  }

  get settled(): boolean {
    return this.#settled;
  }

  /** Lets `run` be ended from outside, by a caller that leaves or a gateway that stops. */
  watch(run: EndableRun): void {
    this.run = run;
    this.context.open.add(this);
    this.response.on("close", () => {
      if (!this.#settled) run.callerLeft();
    });
  }

  get #errors(): ErrorFormat {
    return this.endpoint?.errors ?? openaiErrors;
  }

  /** Headers of every reply: what was decided, by the attempt that was last. */
  replyHeaders(brokenHttp = false): string[] {
    const { account } = this;
    const headers = ["x-request-id", account.id];
    if (this.endpoint?.idHeader) headers.push(this.endpoint.idHeader, account.id);
    if (account.route !== null) headers.push("x-meridian-route", headerText(account.route));
    if (account.upstream !== null) headers.push("x-meridian-upstream", headerText(account.upstream));
    if (account.environment) {
      headers.push("x-meridian-config-version", String(account.environment.deployment?.configVersion ?? "none"));
    }
    headers.push("x-meridian-attempts", String(account.attemptsBegun));
    if (this.context.draining || brokenHttp) headers.push("connection", "close");
    return headers;
  }

  /** Answers with a whole body. */
  replyWhole(headers: string[], body: Buffer): void {
    const { response } = this;
    headers.push("content-length", String(body.length));
    response.writeHead(200, headers);
    // As text, one character a byte, it joins the headers in a single write.
    if (body.length <= maxTextBytes) response.end(textOf(body), "latin1");
    else response.end(body);
  }

  /** Answers with a failure, in the caller's protocol whether or not a stream has begun. */
  fail(error: GatewayError): void {
    if (this.#settled) return;
    const { response } = this;
    try {
      // With the caller gone there is nobody to answer, and nothing is written.
      if (response.writableEnded) response.destroy();
      else if (response.headersSent)
        endStreamWithError(response, this.#errors, error, this.account.id, this.framesRelayed);
      else replyError(response, this.#errors, error, this.account.id, this.replyHeaders(error.code === "invalid_http"));
    } catch (fault) {
      // Better no answer than one that never ends; the record is left all the same.
      this.#logFault(fault);
      response.destroy();
    }
    drainBody(this.request);
    const status = statusOf(error);
    this.settle(outcomeOf(error, status), status, error);
  }

  /** A limit keeps it out. */
  failByLimit(reached: ScopedLimitReached): void {
    this.context.counters.refusedByLimit[reached.scope][reached.limit] += 1;
    this.fail(errorOfLimit(reached));
  }

  /** Ends it after an exception that nobody expected: for the caller a failure of the gateway, for the log its place. */
  breakOff(fault: unknown): void {
    this.#logFault(fault);
    this.fail(internalError);
  }

  /** Refuses a body that is still coming: answers at once, and takes off the wire what is sent for a while. */
  refuseBody(error: GatewayError): void {
    if (this.#settled) return;
    const { request, response } = this;
    replyError(response, this.#errors, error, this.account.id, [...this.replyHeaders(), "connection", "close"], true);
    const end = () => {
      clearTimeout(timer);
      response.end();
    };
    const timer = setTimeout(end, lingerMs);
    request.once("end", end);
    request.once("close", end);
    request.resume();
    if (request.readableEnded || request.destroyed) end();
    this.settle("rejected", statusOf(error), error);
  }

  /** Leaves the record. Whatever is told later about this request changes nothing any more. */
  settle(outcome: RequestOutcome, status: number, error: GatewayError | null): void {
    if (this.#settled) return;
    this.#settled = true;
    const { context, account } = this;
    const { counters } = context;
    const nowMs = context.clock();
    this.limits.end(account.inputTokens + account.outputTokens, account.costNanoUsd, nowMs);
    if (this.response.writableLength > 0) boundUnread(this.response, this.socket, context.options.clientStallMs);
    if (this.#place) context.shares.leave(this.#place);
    if (this.#held) context.bodies.give(this.#held, this.#bodyBytes);
    counters.requestsInFlight -= 1;
    const statusClass = Math.floor(status / 100);
    counters.answersByClass[statusClass] = (counters.answersByClass[statusClass] ?? 0) + 1;
    try {
      const record = account.toRecord(context.options.instanceId, { outcome, status, error, nowMs });
      context.sink.accept(record, account.headers?.traceParent ?? null);
    } catch (fault) {
      this.#logFault(fault);
    }
    if (context.log.isLevelEnabled("debug")) this.#logEnd(outcome, status, error, nowMs);
    context.open.remove(this);
    if (context.open.size === 0) context.whenEmpty?.();
  }

  /** What was asked and answered stays out of it. */
  #logEnd(outcome: RequestOutcome, status: number, error: GatewayError | null, nowMs: number): void {
    const { id: requestId, route, upstream, attemptsBegun: attempts, startedAtMs } = this.account;
    const about = { requestId, route, upstream, attempts, outcome, status, code: error?.code ?? null };
    this.context.log.debug({ ...about, durationMs: Math.round(nowMs - startedAtMs) }, "request ended");
  }

  #logFault(fault: unknown): void {
    this.context.log.error({ requestId: this.account.id, ...faultOf(fault) }, "a request broke in the gateway");
  }
}

const internalError = gatewayError("internal_error", "The gateway failed to handle the request.");

/** The gateway's own and the upstreams' failures are failures; what the caller got wrong, or may not do, was rejected. */
function outcomeOf(error: GatewayError, status: number): RequestOutcome {
  if (error.code === "client_closed") return "cancelled";
  return status >= 500 ? "failed" : "rejected";
}

/** Names may hold what a header may not. */
function headerText(name: string): string {
  return /^[\x20-\x7e]*$/.test(name) ? name : encodeURIComponent(name);
}
