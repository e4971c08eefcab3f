/** Upstreams that fit every part that is given; null: any. */
export type UpstreamSelection = {
  readonly names: readonly string[] | null;
  /** All of them. */
  readonly tags: readonly string[] | null;
  /** Patterns with `*`, any of them. */
  readonly regions: readonly string[] | null;
};
