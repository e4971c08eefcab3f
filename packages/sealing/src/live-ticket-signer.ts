import { createHmac, timingSafeEqual } from "node:crypto";
import { formatLiveTicket, type LiveTicketClaims, liveTicketClaimsSchema, parseLiveTicket } from "@meridian/access";

/** What a ticket's text turned out to be. An `expired` one is genuine: its holder may ask for another. */
export type TicketCheck =
  | { readonly kind: "valid"; readonly ticket: LiveTicketClaims }
  | { readonly kind: "bad" }
  | { readonly kind: "expired" };

type LiveTicketSigner = {
  readonly sign: (claims: LiveTicketClaims) => string;
  readonly verify: (text: string, nowMs: number) => TicketCheck;
};

/** Signs tickets with HMAC-SHA-256. Claims are not read before their signature held. */
export function createLiveTicketSigner(key: Uint8Array): LiveTicketSigner {
  const sign = (payload: string) => createHmac("sha256", key).update(payload).digest();
  return {
    sign: (claims) => {
      const payload = Buffer.from(JSON.stringify(liveTicketClaimsSchema.parse(claims))).toString("base64url");
      return formatLiveTicket({ payload, signature: sign(payload).toString("base64url") });
    },
    verify: (text, nowMs) => {
      const parts = parseLiveTicket(text);
      if (!parts) return { kind: "bad" };
      const given = Buffer.from(parts.signature, "base64url");
      const expected = sign(parts.payload);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return { kind: "bad" };
      const ticket = liveTicketClaimsSchema.parse(JSON.parse(Buffer.from(parts.payload, "base64url").toString("utf8")));
      return ticket.expiresAtMs <= nowMs ? { kind: "expired" } : { kind: "valid", ticket };
    },
  };
}
