import type { Role } from "@meridian/access";
import { enqueueMail } from "../mail/enqueue-mail.ts";
import type { OperationContext, Transaction } from "../operation-context.ts";
import { actorName } from "../verb/actor-name.ts";
import { invitationMail } from "./invitation-mail.ts";

/** Mails an invitation's link when it is for an address and this installation sends mail. false: the link is to be handed over. */
export async function sendInvitation(
  tx: Transaction,
  ctx: OperationContext,
  invitation: { readonly id: string; readonly email: string | null; readonly role: Role; readonly expiresAt: Date },
  { token, tokenSha256 }: { readonly token: string; readonly tokenSha256: string },
): Promise<boolean> {
  const { mail, workspaceId } = ctx;
  // A link that was mailed before opens nothing any more: its mail need not arrive.
  await tx.mailMessage.updateMany({
    where: { invitationId: invitation.id, state: "pending" },
    data: { state: "cancelled", sealedBody: null },
  });
  if (mail === null || invitation.email === null) return false;
  const workspace = await tx.workspace.findUniqueOrThrow({ where: { id: workspaceId }, select: { name: true } });
  await enqueueMail(tx, ctx, {
    key: `invitation:${tokenSha256}`,
    workspaceId,
    invitationId: invitation.id,
    mail: invitationMail({
      to: invitation.email,
      workspace: workspace.name,
      role: invitation.role,
      invitedBy: actorName(ctx.actor),
      expiresAtMs: invitation.expiresAt.getTime(),
      publicUrl: mail.publicUrl,
      token,
    }),
  });
  return true;
}
