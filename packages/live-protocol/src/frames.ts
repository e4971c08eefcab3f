import type { Cell, RequestOutcome } from "@meridian/metrics";
import type { UpstreamHealth } from "@meridian/routing";
import type { LiveErrorCode } from "./live-error.ts";

/** Bumped when a frame changes in a way an older reader would misread. */
export const liveProtocolVersion = 2;

/** Gateway → client. */
export type LiveFrame = WelcomeFrame | TickFrame | ErrorFrame;

export type WelcomeFrame = {
  readonly type: "welcome";
  readonly protocol: typeof liveProtocolVersion;
  readonly instanceId: string;
  readonly instanceName: string;
  readonly epoch: number;
  readonly environmentId: string;
  /** ms between ticks. */
  readonly tickMs: number;
};

/**
 * What changed in one tick. `cells` are cumulative for their 10 s window (see `Cell`): a client that missed ticks
 * loses nothing by replacing. `sequence` rises by one a tick; a gap says that history should be fetched again.
 */
export type TickFrame = {
  readonly type: "tick";
  readonly instanceId: string;
  readonly epoch: number;
  readonly sequence: number;
  readonly atMs: number;
  readonly cells: readonly Cell[];
  readonly upstreams: readonly LiveUpstream[];
  readonly deployment: LiveDeployment | null;
  /** Newest last, at most 50 a tick; `requestsOmitted` counts the rest. */
  readonly requests: readonly LiveRequest[];
  readonly requestsOmitted: number;
  /** Since the process began. */
  readonly recordsDropped: number;
};

export type LiveUpstream = {
  readonly name: string;
  readonly inFlight: number;
  /** Its limits hold for all gateways together, and not for each. */
  readonly limitsShared?: true;
  readonly firstTokenMs: number | null;
  readonly perTokenMs: number | null;
  readonly health: UpstreamHealth;
  /** Attempts begun in this tick: what the share is computed from. */
  readonly attemptsInTick: number;
};

export type LiveDeployment = {
  readonly deploymentId: string;
  readonly configVersion: number;
  readonly appliedAtMs: number;
};

/** One line of the live tail. */
export type LiveRequest = {
  readonly id: string;
  readonly startedAtMs: number;
  readonly route: string | null;
  readonly upstream: string | null;
  readonly keyName: string | null;
  readonly stream: boolean;
  readonly outcome: RequestOutcome;
  readonly status: number;
  readonly errorCode: string | null;
  readonly attemptCount: number;
  readonly firstTokenMs: number | null;
  readonly durationMs: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costNanoUsd: number;
  readonly configVersion: number | null;
};

export type ErrorFrame = {
  readonly type: "error";
  readonly code: LiveErrorCode;
  readonly message: string;
};
