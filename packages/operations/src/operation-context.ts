import type { Actor } from "@meridian/access";
import type { CellStore, Database, Prisma, RecordStore } from "@meridian/db";
import type { OutboundRules } from "@meridian/outbound";
import type { ControlPlaneKeyring } from "@meridian/sealing";
import type { AttemptLimits } from "./accounts/attempt-limiter.ts";

/** Reads and writes inside one transaction. */
export type Transaction = Prisma.TransactionClient;

/** What every verb stands on. */
export type OperationParts = {
  readonly db: Database;
  readonly records: RecordStore;
  readonly cells: CellStore;
  readonly keys: ControlPlaneKeyring;
  /** What verbs may call. */
  readonly outbound: OutboundRules;
  /** Guards of this process against guessing. */
  readonly attempts: AttemptLimits;
  /** null: this installation sends no mail. */
  readonly mail: MailOptions | null;
  /** Epoch ms. */
  readonly clock: () => number;
};

/** What mails say of the installation that sends them. */
export type MailOptions = {
  /** Where people open Meridian, without a slash at the end. */
  readonly publicUrl: string;
};

/** Who acts, in which workspace. */
export type OperationContext = OperationParts & {
  readonly actor: Actor;
  readonly workspaceId: string;
  /** Given when several verbs are to happen together or not at all; null: each verb has its own. */
  readonly transaction: Transaction | null;
};

/** A signed-in user who has not chosen a workspace yet. */
export type AccountContext = OperationParts & {
  readonly userId: string;
  /** Of the session that asks; null: of none. */
  readonly sessionId: string | null;
};
