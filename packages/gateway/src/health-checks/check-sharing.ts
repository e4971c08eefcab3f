/** Lets one of several gateways make the checks of an upstream, and the others know what it has found. */
export interface CheckSharing {
  /**
   * Whether it is this gateway that checks the upstream of that name, from now on and for `holdMs`, and what was found
   * last: since when it fails; 0: it is well; null: nobody knows. Rejects when the others cannot be reached.
   */
  turn(name: string, holdMs: number): Promise<{ readonly mine: boolean; readonly failsSinceMs: number | null }>;
  /** Tells the others. */
  tell(name: string, failsSinceMs: number, keepMs: number): Promise<void>;
  /** Leaves what it checks to the others. */
  close(): Promise<void>;
}
