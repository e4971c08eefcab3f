import type { Actor } from "@meridian/access";
import type { CellStore, Database, Prisma, RecordStore } from "@meridian/db";
import type { ControlPlaneKeyring } from "@meridian/sealing";

/** Reads and writes inside one transaction. */
export type Transaction = Prisma.TransactionClient;

/** What every verb stands on. */
export type OperationParts = {
  readonly db: Database;
  readonly records: RecordStore;
  readonly cells: CellStore;
  readonly keys: ControlPlaneKeyring;
  /** Epoch ms. */
  readonly clock: () => number;
};

/** Who acts, in which workspace. */
export type OperationContext = OperationParts & {
  readonly actor: Actor;
  readonly workspaceId: string;
  /** Given when several verbs are to happen together or not at all; null: each verb has its own. */
  readonly transaction: Transaction | null;
};

/** A signed-in user who has not chosen a workspace yet. */
export type AccountContext = OperationParts & { readonly userId: string };
