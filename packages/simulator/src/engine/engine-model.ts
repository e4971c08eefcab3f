/**
 * What one replica of a model on its GPUs costs in time and memory. One step of its batch takes
 * `baseMs + perPrefillTokenMs·prefill tokens + perDecodeSequenceMs·decoding sequences + perKvTokenMs·KV tokens read`.
 */
export type EngineModel = {
  /** Reading the weights once, plus overhead of a step. */
  readonly baseMs: number;
  readonly perPrefillTokenMs: number;
  readonly perDecodeSequenceMs: number;
  readonly perKvTokenMs: number;
  /** Tokens of context that the KV cache holds, over all sequences. */
  readonly kvTokens: number;
  /** Sequences in the batch at a time. */
  readonly maxSequences: number;
  /** Tokens worked on in one step: one for each decoding sequence, the rest for prefill in chunks. */
  readonly maxBatchTokens: number;
};
