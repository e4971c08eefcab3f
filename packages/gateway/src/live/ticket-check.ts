/** What a genuine ticket says. */
export type LiveTicket = { readonly environmentId: string; readonly expiresAtMs: number; readonly nonce: string };

export type TicketCheck =
  | { readonly kind: "valid"; readonly ticket: LiveTicket }
  | { readonly kind: "bad" }
  | { readonly kind: "expired" };

/** Reads a ticket's text: whether the control plane signed it, and whether it still holds. */
export type CheckTicket = (text: string, nowMs: number) => TicketCheck;
