import { sha256Hex } from "@meridian/sealing";
import { OperationError } from "../errors.ts";
import type { Transaction } from "../operation-context.ts";
import { invitationState } from "./invitation-summary.ts";
import { invitationToken } from "./invitation-token.ts";

/** The invitation that a link's token belongs to; null for a token of none. */
export function findInvitation(db: Transaction, token: string) {
  if (!invitationToken.safeParse(token).success) return Promise.resolve(null);
  return db.invitation.findUnique({
    where: { tokenSha256: sha256Hex(token) },
    include: { workspace: { include: { environments: { orderBy: { name: "asc" } } } } },
  });
}

const refusals = {
  accepted: "This invitation was used already. It works once: ask for another.",
  revoked: "This invitation was revoked. Ask for another.",
  expired: "This invitation has expired. Ask for another.",
} as const;

/** The open invitation of a token, its row held until the transaction ends. Throws `not_found` with why it opens nothing. */
export async function requireOpenInvitation(tx: Transaction, token: string, nowMs: number) {
  if (invitationToken.safeParse(token).success) {
    await tx.$executeRaw`SELECT 1 FROM invitations WHERE token_sha256 = ${sha256Hex(token)} FOR UPDATE`;
  }
  const found = await findInvitation(tx, token);
  if (!found) throw new OperationError("not_found", "This link belongs to no invitation, or a newer one was sent.");
  const state = invitationState(found, nowMs);
  if (state !== "open") throw new OperationError("not_found", refusals[state]);
  return found;
}
