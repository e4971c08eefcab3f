import type { Role } from "@meridian/access";
import type { OperationParts } from "../operation-context.ts";
import { findInvitation } from "./find-invitation.ts";
import { type InvitationState, invitationState } from "./invitation-summary.ts";

/** What whoever has the link may know before they join. Of an invitation that opens nothing it is only said why. */
export type InvitationPreview =
  | { readonly state: "unknown" | Exclude<InvitationState, "open"> }
  | {
      readonly state: "open";
      readonly workspaceId: string;
      readonly workspaceName: string;
      readonly role: Role;
      /** null: whoever has the link. */
      readonly email: string | null;
      readonly invitedByName: string;
      readonly expiresAtMs: number;
    };

/** Reads an invitation by its link's token, for anybody who has it. */
export async function previewInvitation(call: {
  readonly parts: OperationParts;
  readonly input: { readonly token: string };
}): Promise<InvitationPreview> {
  const { db, clock } = call.parts;
  const found = await findInvitation(db.prisma, call.input.token);
  if (!found) return { state: "unknown" };
  const state = invitationState(found, clock());
  if (state !== "open") return { state };
  const { workspaceId, workspace, role, email, invitedByName, expiresAt } = found;
  const expiresAtMs = expiresAt.getTime();
  return { state, workspaceId, workspaceName: workspace.name, role, email, invitedByName, expiresAtMs };
}
