/** Takes the body of an upstream's reply. Exactly one of `end` and `cut` comes last. */
export interface ReplyReader {
  data(chunk: Buffer): void;
  /** The body is complete. */
  end(): void;
  /** The connection ended before the body did. */
  cut(): void;
}
