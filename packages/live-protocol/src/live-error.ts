/** Why the gateway ends a subscription. It is said in an error frame, and the socket then closes with the code's number. */
export const liveErrorCodes = [
  /** Not a ticket of this gateway's control plane, or tampered with. */
  "bad_ticket",
  "expired_ticket",
  /** A ticket opens one socket: ask for another. */
  "used_ticket",
  /** The first frame was not a subscribe frame, or a second one came. */
  "bad_frame",
  /** No subscribe frame within `subscribeWithinMs`. */
  "subscribe_timeout",
  /** The client reads more slowly than the gateway sends: reconnect, and fetch history for the gap. */
  "too_slow",
  /** The gateway does not serve the ticket's environment (yet). */
  "unknown_environment",
  /** It has lasted as long as one ticket is good for: subscribe again with another, at once. */
  "subscription_ended",
  /** The gateway stops: reconnect elsewhere or later. */
  "going_away",
] as const;
export type LiveErrorCode = (typeof liveErrorCodes)[number];

/** The WebSocket close code of each error. A frame over `maxClientFrameBytes` closes with 1009, as the RFC has it. */
export const liveCloseCodes: Readonly<Record<LiveErrorCode, number>> = {
  bad_frame: 4400,
  bad_ticket: 4401,
  expired_ticket: 4403,
  unknown_environment: 4404,
  subscribe_timeout: 4408,
  used_ticket: 4409,
  subscription_ended: 4410,
  too_slow: 4429,
  going_away: 1001,
};
