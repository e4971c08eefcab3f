/**
 * A runtime override: an audited, expiring order that stands above the config. Delivered to gateways like a config; an
 * override whose `expiresAtMs` has passed does nothing.
 */
export type Override = {
  readonly id: string;
  readonly expiresAtMs: number;
  readonly reason: string;
} & (
  | { readonly kind: "drain"; readonly upstream: string }
  /** `maxShare` 0..1 of a route's requests that the upstream may get. */
  | { readonly kind: "cap"; readonly upstream: string; readonly maxShare: number }
  /** Sends the whole route to one upstream while that upstream is available. */
  | { readonly kind: "force"; readonly route: string; readonly upstream: string }
);
