import { deliverMail, type Mail, type MailDelivery } from "@meridian/operations";
import type { Duty } from "../duty.ts";

type DeliveryParts = Parameters<typeof deliverMail>[0]["parts"];

/**
 * Delivers what is due in the outbox, beside the other duties: a mail server that hangs holds up nothing. What came of one
 * round is told by the next.
 */
export function createMailDuty(parts: DeliveryParts, send: (mail: Mail, id: string) => Promise<void>): Duty {
  let ended: { readonly news: string | null } | { readonly error: unknown } | null = null;
  let underWay = false;
  const round = async (): Promise<void> => {
    underWay = true;
    try {
      ended = { news: newsOf(await deliverMail({ parts, send })) };
    } catch (error) {
      ended = { error };
    } finally {
      underWay = false;
    }
  };
  return {
    name: "mail",
    everyMs: 1_000,
    run: async () => {
      if (underWay) return null;
      const last = ended;
      ended = null;
      void round();
      if (last && "error" in last) throw last.error;
      return last?.news ?? null;
    },
  };
}

function newsOf({ sent, failed }: MailDelivery): string | null {
  return sent + failed === 0 ? null : `${sent} mails sent, ${failed} failed`;
}
