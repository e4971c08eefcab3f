/** What an engine tells of itself. */
export type EngineLoad = {
  readonly running: number;
  readonly waiting: number;
  /** 0..1 */
  readonly kvUsage: number;
  readonly preemptions: number;
  /** Of its batch, so far. */
  readonly steps: number;
  /** Of all prompts whose first token has come. */
  readonly promptTokens: number;
  /** Those of them that were found in the KV cache. */
  readonly cachedTokens: number;
};
