/** There are no credentials to call an upstream with: who gives them out gave none. */
export class SignInError extends Error {
  /** They are refused to whoever asks, rather than not having been answered. */
  readonly refused: boolean;

  /** `message` is for the operator's log, and holds nothing of what was sent. */
  constructor(message: string, refused: boolean) {
    super(message);
    this.refused = refused;
  }
}
