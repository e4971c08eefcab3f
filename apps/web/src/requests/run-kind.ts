/** What makes requests one run. */
export type RunKind = "session" | "trace";
