import { randomUUID } from "node:crypto";
import type { OperationParts, Transaction } from "../operation-context.ts";

/** A mail as people read it: plain text says everything, and every program shows it. */
export type Mail = { readonly to: string; readonly subject: string; readonly text: string };

/** What a mail's text is sealed under: nothing else opens with it. */
export const mailSeal = (id: string): readonly [string, string] => [id, "mail"];

/**
 * Puts a mail into the outbox, in the transaction that wants it sent: it leaves if and only if that commits, and nothing
 * waits for a mail server. A second one with the same key is none.
 */
export async function enqueueMail(
  tx: Transaction,
  { keys, clock }: OperationParts,
  about: {
    /** Says what it is about: the same thing is mailed once. */
    readonly key: string;
    readonly workspaceId: string;
    readonly invitationId: string | null;
    readonly mail: Mail;
  },
): Promise<void> {
  const { key, workspaceId, invitationId, mail } = about;
  const id = randomUUID();
  const now = new Date(clock());
  await tx.mailMessage.createMany({
    data: [
      {
        id,
        workspaceId,
        invitationId,
        key,
        recipient: mail.to,
        subject: mail.subject,
        sealedBody: keys.sealStored(mail.text, ...mailSeal(id)),
        nextAttemptAt: now,
        createdAt: now,
      },
    ],
    skipDuplicates: true,
  });
}
