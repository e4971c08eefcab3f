/**
 * The beginning of a prompt as a chain of blocks: each hash stands for its block and all before it, so that two prompts
 * begin alike for as many blocks as their hashes are the same.
 */
export type PromptPrefix = {
  /** One for each whole block. */
  readonly hashes: Uint32Array;
  /** Prompt tokens up to the end of each block; as many as `hashes` or more. */
  readonly ends: Uint32Array;
};

/** A prompt that is looked at only where something asks for it. */
export interface PromptText {
  prefix(): PromptPrefix;
  /** 0 to 1: how hard it looks, or is by its caller's word; null: nobody can tell. */
  complexity(): number | null;
}
