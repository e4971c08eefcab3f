/** One request in which an error was seen, ready to be counted. */
export type InsightSighting = {
  readonly workspaceId: string;
  readonly environmentId: string;
  readonly fingerprint: string;
  readonly fingerprintVersion: number;
  readonly errorClass: string;
  readonly provider: string;
  readonly upstream: string;
  /** Normalised, and as this caller got it. */
  readonly message: string;
  readonly sampleMessage: string;
  readonly requestId: string;
  readonly startedAtMs: number;
  readonly reachedCaller: boolean;
  /** What the request had, by dimension; `""`: nothing. */
  readonly values: Readonly<Record<string, string>>;
};
