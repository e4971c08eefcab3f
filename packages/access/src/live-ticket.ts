import { z } from "zod";

/** What a ticket to the live feed says: who may watch which environment, until when. It opens one socket. */
export const liveTicketClaimsSchema = z.strictObject({
  environmentId: z.uuid(),
  /** Id of the user it was minted for. */
  subject: z.string().min(1),
  expiresAtMs: z.number().int(),
  /** Makes the ticket usable once. */
  nonce: z.string().min(16),
});
export type LiveTicketClaims = z.infer<typeof liveTicketClaimsSchema>;

/** A ticket's text taken apart, both parts base64url: the claims as JSON, and the signature over them. */
export type LiveTicketParts = { readonly payload: string; readonly signature: string };

const form = /^mt_([0-9A-Za-z_-]+)\.([0-9A-Za-z_-]+)$/;

/** Takes a ticket apart without believing it; null when the text is not a ticket. */
export function parseLiveTicket(text: string): LiveTicketParts | null {
  const [, payload, signature] = form.exec(text) ?? [];
  return payload === undefined || signature === undefined ? null : { payload, signature };
}

/** The text of a ticket, `mt_<payload>.<signature>`. */
export function formatLiveTicket({ payload, signature }: LiveTicketParts): string {
  return `mt_${payload}.${signature}`;
}
