/** What calls of an upstream carry that is not known before they are made. */
export interface CallSigner {
  /**
   * The headers that make a POST of this body to this path an authorised one: flat name, value, … A promise where they
   * take time, or are still to be had: it fails with `SignInError`.
   */
  headers(
    path: string,
    contentType: string,
    body: Uint8Array,
    nowMs: number,
  ): readonly string[] | Promise<readonly string[]>;

  /** The upstream did not take them. */
  refused(nowMs: number): void;
}
