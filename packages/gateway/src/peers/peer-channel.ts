/** Where gateways hear each other. What is told while nobody listens is lost: it would be out of date. */
export interface PeerChannel {
  /**
   * Resolves when it is reached, and also when that takes too long: whether it is there each telling shows. Hears null in
   * the place of a message that was too long to be taken.
   */
  open(hear: (message: string | null) => void): Promise<void>;
  /** Rejects while it cannot be reached. */
  tell(message: string): Promise<void>;
  close(): void;
}
