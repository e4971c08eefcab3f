import type { Mail } from "@meridian/operations";
import { createTransport } from "nodemailer";
import type { MailSettings } from "../settings.ts";

/** No mail server is waited for longer: what hangs is tried again. */
const patienceMs = 15_000;

/** Hands mails to an SMTP server, over TLS wherever the server offers it. */
export function createSmtpSender({ smtpUrl, from }: Pick<MailSettings, "smtpUrl" | "from">): {
  /** Rejects when the server did not take it, with its code in `responseCode`. */
  readonly send: (mail: Mail, id: string) => Promise<void>;
  readonly close: () => void;
} {
  const transport = createTransport(
    {
      url: smtpUrl,
      connectionTimeout: patienceMs,
      greetingTimeout: patienceMs,
      socketTimeout: patienceMs,
      // A mail holds what it says and nothing that it names.
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from },
  );
  const domain = /@([^\s>]+)>?\s*$/.exec(from)?.[1] ?? "meridian";
  return {
    send: async ({ to, subject, text }, id) => {
      // The same id at every attempt, so that a server which got it twice can tell.
      const headers = { "auto-submitted": "auto-generated" };
      await transport.sendMail({
        to: { name: "", address: to },
        subject,
        text,
        messageId: `<${id}@${domain}>`,
        headers,
      });
    },
    close: () => transport.close(),
  };
}
