import { randomUUID } from "node:crypto";
import { findInvitation } from "../invitations/find-invitation.ts";
import { invitationState } from "../invitations/invitation-summary.ts";
import type { OperationParts, Transaction } from "../operation-context.ts";
import { inTransaction } from "../verb/in-transaction.ts";
import { type AccountUser, accountUser } from "./account-user.ts";
import { emailAddress, personName } from "./person-schemas.ts";
import { recordAccountAudit } from "./record-account-audit.ts";

/** Whom a provider says that it has before it. */
export type ProviderIdentity = {
  /** `github`, `google`, `oidc`. */
  readonly provider: string;
  /** The provider's own, unchanging name for the person. */
  readonly subject: string;
  /** null: it says none. */
  readonly email: string | null;
  /** Whether it vouches for the email. */
  readonly emailVerified: boolean;
  readonly name: string | null;
};

export type ProviderSignInInput = {
  readonly identity: ProviderIdentity;
  /** Who is signed in already, and therefore connects the two; null: nobody. */
  readonly signedInUserId: string | null;
  /** Of the invitation's link from which they come, if any. */
  readonly invitationToken: string | null;
  /** Whoever has an address at one of these may make an account; lower case. */
  readonly allowedDomains: readonly string[];
};

export type ProviderSignIn =
  | { readonly kind: "signed_in"; readonly user: AccountUser }
  | { readonly kind: "refused"; readonly reason: ProviderRefusal };

export type ProviderRefusal =
  /** The provider names no address that it vouches for: nothing may be made of it. */
  | "email_not_verified"
  /** There is an account with this address, and nobody ever vouched that it is theirs. */
  | "account_not_verified"
  /** Somebody else is signed in here, or the account at the provider belongs to somebody else. */
  | "other_account"
  /** There is no account, no invitation, and the domain is not allowed. */
  | "not_invited";

/**
 * The user behind an identity at a provider. Known by the provider's own name for them; else by a verified address, which
 * links the two; else, if they are invited or of an allowed domain, as a new user. An address alone opens nothing: an account
 * whose address nobody vouched for may have been made by somebody else, so that its owner has to sign in and connect the two.
 */
export async function signInWithProvider(call: {
  readonly parts: OperationParts;
  readonly input: ProviderSignInInput;
}): Promise<ProviderSignIn> {
  const { parts, input } = call;
  const { provider, subject } = input.identity;
  return inTransaction({ db: parts.db, transaction: null }, async (tx) => {
    // The same person in two windows would be made twice.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`account:${provider}:${subject}`}, 0))`;
    const linked = await tx.linkedAccount.findUnique({
      where: { provider_subject: { provider, subject } },
      include: { user: true },
    });
    if (linked) {
      if (input.signedInUserId !== null && input.signedInUserId !== linked.userId) return refused("other_account");
      return { kind: "signed_in", user: accountUser(linked.user) };
    }
    const { data: email } = emailAddress.safeParse(input.identity.email ?? "");
    if (!input.identity.emailVerified || email === undefined) return refused("email_not_verified");
    return byVerifiedEmail(tx, parts, input, email);
  });
}

async function byVerifiedEmail(
  tx: Transaction,
  parts: OperationParts,
  { identity, signedInUserId, invitationToken, allowedDomains }: ProviderSignInInput,
  email: string,
): Promise<ProviderSignIn> {
  const { provider, subject } = identity;
  const now = new Date(parts.clock());
  const link = { provider, subject, email, createdAt: now };
  const user = await tx.user.findUnique({ where: { email } });
  if (signedInUserId !== null && user?.id !== signedInUserId) return refused("other_account");
  if (user) {
    const connects = signedInUserId === user.id;
    if (user.emailVerifiedAt === null && !connects) return refused("account_not_verified");
    await tx.linkedAccount.create({ data: { ...link, userId: user.id } });
    if (user.emailVerifiedAt === null) await tx.user.update({ where: { id: user.id }, data: { emailVerifiedAt: now } });
    await recordAccountAudit(tx, parts, user.id, {
      action: "account.link",
      target: { kind: "user", id: user.id },
      before: null,
      after: { provider, email },
    });
    return { kind: "signed_in", user: accountUser(user) };
  }
  const domain = email.slice(email.lastIndexOf("@") + 1);
  const mayJoin = allowedDomains.includes(domain) || (await isInvited(tx, email, invitationToken, now));
  if (!mayJoin) return refused("not_invited");
  const made = await tx.user.create({
    data: {
      id: randomUUID(),
      email,
      name: personName.safeParse(identity.name).data ?? email.slice(0, email.lastIndexOf("@")),
      emailVerifiedAt: now,
      accounts: { create: link },
    },
  });
  return { kind: "signed_in", user: accountUser(made) };
}

/** By address, or by having the link of an invitation that is for whoever has it. */
async function isInvited(tx: Transaction, email: string, token: string | null, now: Date): Promise<boolean> {
  const open = { email, revokedAt: null, acceptedAt: null, expiresAt: { gt: now } };
  if (await tx.invitation.findFirst({ where: open, select: { id: true } })) return true;
  const found = token === null ? null : await findInvitation(tx, token);
  return found !== null && found.email === null && invitationState(found, now.getTime()) === "open";
}

function refused(reason: ProviderRefusal): ProviderSignIn {
  return { kind: "refused", reason };
}
