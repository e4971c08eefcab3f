/** Share of requests that go to an upstream which was long unseen, so that one that has recovered is noticed. */
export const explorationShare = 0.03;

/** Seen within this time is seen. */
export const unseenMs = 10_000;
