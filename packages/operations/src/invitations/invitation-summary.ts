import type { Role } from "@meridian/access";

export type InvitationState = "open" | "expired" | "revoked" | "accepted";

/** An invitation as lists show it: all but its link. */
export type InvitationSummary = {
  readonly id: string;
  /** null: whoever has the link. */
  readonly email: string | null;
  readonly role: Role;
  readonly state: InvitationState;
  readonly invitedByName: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly acceptedAtMs: number | null;
  /** What became of its last mail; null: it was not mailed. */
  readonly mail: { readonly state: "pending" | "sent" | "dead"; readonly problem: string | null } | null;
};

type InvitationRow = {
  readonly id: string;
  readonly email: string | null;
  readonly role: Role;
  readonly invitedByName: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
  readonly acceptedAt: Date | null;
};
type MailRow = { readonly state: "pending" | "sent" | "dead" | "cancelled"; readonly lastError: string | null };

/** How long a link opens something. */
export const invitationMs = 7 * 86_400_000;

export function invitationState(row: Pick<InvitationRow, "revokedAt" | "acceptedAt" | "expiresAt">, nowMs: number) {
  if (row.acceptedAt) return "accepted";
  if (row.revokedAt) return "revoked";
  return row.expiresAt.getTime() <= nowMs ? "expired" : "open";
}

/** @param mail the invitation's latest, if any */
export function invitationSummary(row: InvitationRow, mail: MailRow | undefined, nowMs: number): InvitationSummary {
  const { id, email, role, invitedByName } = row;
  return {
    id,
    email,
    role,
    state: invitationState(row, nowMs),
    invitedByName,
    createdAtMs: row.createdAt.getTime(),
    expiresAtMs: row.expiresAt.getTime(),
    acceptedAtMs: row.acceptedAt?.getTime() ?? null,
    mail: mail && mail.state !== "cancelled" ? { state: mail.state, problem: mail.lastError } : null,
  };
}
