import type { EngineModel } from "../engine/engine-model.ts";

/** How a simulated engine answers; every part has a default that suits tests: fast, repeatable, open to anyone. */
export type EngineOptions = {
  /** Name in replies and metrics. */
  readonly name?: string;
  /** 0: any free port. */
  readonly port?: number;
  /** Step constants; by default Llama-3.1-8B on an H100. */
  readonly model?: EngineModel;
  /** Real milliseconds for each of the model's. 1 is real time; 0 answers at once. */
  readonly timeScale?: number;
  /** Steps vary by up to this share (0..1) both ways. */
  readonly jitter?: number;
  readonly seed?: number;
  /** Model names that are served; null serves any name. */
  readonly models?: readonly string[] | null;
  /** Bearer key that callers must show; null asks for none. */
  readonly apiKey?: string | null;
  /** 429 beyond this many requests in 60 s; null: no limit. */
  readonly requestsPerMinute?: number | null;
  /** Length of a reply that the caller does not bound: a fixed number of tokens, or a draw with a seeded `random`. */
  readonly outputTokens?: number | ((random: () => number) => number);
  /** How many of the latest requests `requests()` remembers. */
  readonly keepRequests?: number;
};
