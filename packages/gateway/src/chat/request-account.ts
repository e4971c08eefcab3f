import type { AttemptRecord, RequestOutcome, RequestRecord } from "@meridian/metrics";
import type { GiveUpReason, NoPlan, RoutePlan } from "@meridian/routing";
import type { ActiveEnvironment } from "../environments/active-environment.ts";
import type { GatewayKey } from "../environments/gateway-key.ts";
import type { GatewayError } from "../errors.ts";
import type { RequestHeaders } from "../server/request-headers.ts";

/** What is learnt about one request while it runs, until it becomes its record. */
export class RequestAccount {
  readonly id: string;
  /** Epoch ms, with fractions. */
  readonly startedAtMs: number;
  readonly endpoint: RequestRecord["endpoint"];
  environment: ActiveEnvironment | null = null;
  key: GatewayKey | null = null;
  headers: RequestHeaders | null = null;
  /** The gateway's own, for callers that name none. */
  readonly gatewayRegion: string | null;
  stream = false;
  requestedModel: string | null = null;
  route: string | null = null;
  upstream: string | null = null;
  plan: RoutePlan | NoPlan | null = null;
  /** Those that have ended. */
  readonly attempts: AttemptRecord[] = [];
  attemptsBegun = 0;
  gaveUp: GiveUpReason | null = null;
  firstTokenAtMs: number | null = null;
  inputTokens = 0;
  cachedInputTokens = 0;
  /** Only its cost is kept. */
  cacheWriteTokens = 0;
  outputTokens = 0;
  tokensEstimated = false;
  costNanoUsd = 0;

  constructor(id: string, startedAtMs: number, endpoint: RequestRecord["endpoint"], gatewayRegion: string | null) {
    this.id = id;
    this.startedAtMs = startedAtMs;
    this.endpoint = endpoint;
    this.gatewayRegion = gatewayRegion;
  }

  toRecord(
    gatewayInstanceId: string,
    end: {
      readonly outcome: RequestOutcome;
      readonly status: number;
      readonly error: GatewayError | null;
      readonly nowMs: number;
    },
  ): RequestRecord {
    const { environment, key, headers } = this;
    return {
      id: this.id,
      environmentId: environment?.environmentId ?? "",
      gatewayInstanceId,
      startedAtMs: Math.floor(this.startedAtMs),
      endpoint: this.endpoint,
      stream: this.stream,
      keyId: key?.id ?? null,
      keyName: key?.name ?? null,
      requestedModel: this.requestedModel,
      route: this.route,
      upstream: this.upstream,
      configVersion: environment?.deployment?.configVersion ?? null,
      deploymentId: environment?.deployment?.id ?? null,
      promptVariant: null,
      callerRegion: headers?.region ?? this.gatewayRegion,
      outcome: end.outcome,
      status: end.status,
      errorCode: end.error?.code ?? null,
      attemptCount: this.attempts.length,
      firstTokenMs: this.firstTokenAtMs === null ? null : this.since(this.firstTokenAtMs),
      durationMs: this.since(end.nowMs),
      inputTokens: this.inputTokens,
      cachedInputTokens: this.cachedInputTokens,
      outputTokens: this.outputTokens,
      tokensEstimated: this.tokensEstimated,
      costNanoUsd: this.costNanoUsd,
      traceId: headers?.traceParent?.traceId ?? null,
      sessionHash: headers?.sessionHash ?? null,
      details: {
        plan: this.plan,
        attempts: this.attempts,
        gaveUp: this.gaveUp,
        errorMessage: end.error?.message ?? null,
      },
    };
  }

  /** ms since the request was received, to the hundredth. */
  since(atMs: number): number {
    return Math.max(0, Math.round((atMs - this.startedAtMs) * 100) / 100);
  }
}
