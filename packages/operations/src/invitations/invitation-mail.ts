import type { Role } from "@meridian/access";
import type { Mail } from "../mail/enqueue-mail.ts";

/** The mail that carries an invitation's link. */
export function invitationMail(about: {
  readonly to: string;
  readonly workspace: string;
  readonly role: Role;
  readonly invitedBy: string;
  readonly expiresAtMs: number;
  /** Where people open Meridian, without a slash at the end. */
  readonly publicUrl: string;
  readonly token: string;
}): Mail {
  const { to, workspace, role, invitedBy, expiresAtMs, publicUrl, token } = about;
  const until = new Intl.DateTimeFormat("en-US", { dateStyle: "medium", timeStyle: "long", timeZone: "UTC" });
  return {
    to,
    subject: `${invitedBy} invites you to ${workspace} on Meridian`,
    text: [
      `${invitedBy} invites you to the workspace ${workspace} on Meridian, as ${role.replace("_", " ")}.`,
      "",
      "Open this link to join. It works once, and only for this address:",
      `${publicUrl}/invite/${token}`,
      "",
      `It ends on ${until.format(expiresAtMs)}. If you do not know what this is about, do nothing.`,
      "",
    ].join("\n"),
  };
}
