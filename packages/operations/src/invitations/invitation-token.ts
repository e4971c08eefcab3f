import { randomBytes } from "node:crypto";
import { sha256Hex } from "@meridian/sealing";
import { z } from "zod";

/** What stands at the end of an invitation's link: 32 random bytes, base64url. */
export const invitationToken = z.string().regex(/^[0-9A-Za-z_-]{43}$/, "This is not the link of an invitation.");

/** A fresh token. It is handed out once; only its hash is kept. */
export function newInvitationToken(): { readonly token: string; readonly tokenSha256: string } {
  const token = randomBytes(32).toString("base64url");
  return { token, tokenSha256: sha256Hex(token) };
}
