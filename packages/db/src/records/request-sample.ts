import type { RequestOutcome } from "@meridian/metrics";

/** The newest requests, counted by everything that they can be filtered by. */
export type RequestSample = {
  /** How many requests were counted; 10,000 at most. */
  readonly requests: number;
  /** Start of the oldest of them; null without any. */
  readonly sinceMs: number | null;
  /** The bound was met: there are older ones in the window. */
  readonly more: boolean;
  readonly groups: readonly RequestGroup[];
};

/** Requests that are alike. */
export type RequestGroup = {
  readonly outcome: RequestOutcome;
  readonly route: string | null;
  readonly model: string | null;
  readonly upstream: string | null;
  readonly keyId: string | null;
  readonly keyName: string | null;
  readonly configVersion: number | null;
  readonly promptVariant: string | null;
  readonly region: string | null;
  readonly status: number;
  readonly errorCode: string | null;
  readonly stream: boolean;
  readonly requests: number;
};
