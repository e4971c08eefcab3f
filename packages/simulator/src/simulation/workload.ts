/** Requests of a simulation, by arrival. All arrays have one entry for each. */
export type Workload = {
  /** Rising. */
  readonly arrivalMs: Float64Array;
  readonly promptTokens: Int32Array;
  readonly outputTokens: Int32Array;
  /** Tokens of the blocks below; 0: contents are not known. */
  readonly blockTokens: number;
  /** Hash of all up to the end of each whole block of the prompt, and then of the reply; null where nothing is known. */
  readonly blocks: readonly ArrayLike<number>[] | null;
  /** Conversation that each belongs to; null: every one to its own. */
  readonly session: Int32Array | null;
  /** Gateway that each comes to; null: all to the first. */
  readonly gateway: Uint8Array | null;
};
