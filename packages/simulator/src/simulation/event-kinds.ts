/** What events of a simulation are about; their two numbers are what each says. */
export const [
  /** Upstream, version. */
  stepsEnded,
  /** Request, attempt; so are the next six. */
  reached,
  firstToken,
  lastToken,
  failed,
  timedOut,
  silent,
  again,
  /** Slot of a timer. */
  timer,
  /** Upstream, number of its fault. */
  faultBegins,
  faultEnds,
  /** Gateway: what waits there is asked about again. */
  tick,
] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] as const;
