import { OperationError } from "../errors.ts";
import type { OperationParts } from "../operation-context.ts";
import { type Mail, mailSeal } from "./enqueue-mail.ts";
import { mailOutcome } from "./mail-outcome.ts";

/** How long a mail belongs to who took it: a worker that died with it in hand lets go after this. */
const claimMs = 120_000;

/** In one go: the worker has other duties. */
const mostAtOnce = 20;

/** What delivery stands on: less than verbs do. */
type DeliveryParts = Pick<OperationParts, "db" | "keys" | "clock">;

export type MailDelivery = { readonly sent: number; readonly failed: number };

/**
 * Sends what is due in the outbox. A mail is claimed before it is handed over, so that two workers never send it both; its id
 * is its Message-ID, so that a server which got it twice (the worker died between sending and saying so) can tell.
 *
 * @param send rejects when the server did not take it; an SMTP code of 5xx in `responseCode` means that it never will
 */
export async function deliverMail(call: {
  readonly parts: DeliveryParts;
  readonly send: (mail: Mail, id: string) => Promise<void>;
}): Promise<MailDelivery> {
  const { parts, send } = call;
  let [sent, failed] = [0, 0];
  for (let handled = 0; handled < mostAtOnce; handled += 1) {
    const claimed = await claim(parts);
    if (claimed === null) break;
    const error = await attempt(parts, claimed, send);
    if (error === null) sent += 1;
    else failed += 1;
    await record(parts, claimed, error);
  }
  return { sent, failed };
}

type Claimed = {
  readonly id: string;
  readonly recipient: string;
  readonly subject: string;
  readonly sealed_body: Uint8Array | null;
  /** This one included. */
  readonly attempts: number;
};

async function claim({ db, clock }: DeliveryParts): Promise<Claimed | null> {
  const now = new Date(clock());
  const rows = await db.prisma.$queryRaw<Claimed[]>`
    UPDATE mail_messages SET attempts = attempts + 1, next_attempt_at = ${new Date(now.getTime() + claimMs)}
    WHERE id = (
      SELECT id FROM mail_messages WHERE state = 'pending' AND next_attempt_at <= ${now}
      ORDER BY next_attempt_at LIMIT 1 FOR UPDATE SKIP LOCKED
    )
    RETURNING id, recipient, subject, sealed_body, attempts`;
  return rows[0] ?? null;
}

async function attempt(
  { keys }: DeliveryParts,
  { id, recipient, subject, sealed_body: sealed }: Claimed,
  send: (mail: Mail, id: string) => Promise<void>,
): Promise<unknown> {
  try {
    if (!sealed) throw new OperationError("conflict", "The mail's text is gone.");
    await send({ to: recipient, subject, text: keys.openStored(sealed, ...mailSeal(id)) }, id);
    return null;
  } catch (error) {
    return error ?? new Error("The mail was not sent.");
  }
}

async function record({ db, clock }: DeliveryParts, { id, attempts }: Claimed, error: unknown): Promise<void> {
  const outcome = mailOutcome({ error, attempts, nowMs: clock() });
  await db.prisma.mailMessage.updateMany({
    // What was cancelled meanwhile stays so.
    where: { id, state: "pending" },
    data: {
      state: outcome.state,
      lastError: outcome.problem,
      ...(outcome.state === "pending" ? { nextAttemptAt: new Date(outcome.nextAttemptAtMs) } : { sealedBody: null }),
      ...(outcome.state === "sent" ? { sentAt: new Date(clock()) } : {}),
    },
  });
}
