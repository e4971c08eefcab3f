import { createPostgresCellStore, createPostgresRecordStore, openDatabase } from "@meridian/db";
import { deriveKeys } from "@meridian/sealing";
import { attemptLimits } from "./accounts/attempt-limiter.ts";
import { OperationError } from "./errors.ts";
import type { AccountContext, MailOptions, OperationContext, OperationParts } from "./operation-context.ts";

/** Where contexts of verbs come from. One per process. */
export type Operations = {
  /** For verbs that need nobody: signing in, seeding. */
  readonly parts: OperationParts;
  readonly account: (userId: string, sessionId?: string | null) => AccountContext;
  /**
   * The user's standing in a workspace as it is now: the role is read from the database at every call, so that a change
   * holds at once. Throws `not_found` for a workspace of others.
   */
  readonly inWorkspace: (userId: string, workspaceId: string) => Promise<OperationContext>;
  /** The same, by an environment of the workspace. */
  readonly inEnvironment: (userId: string, environmentId: string) => Promise<OperationContext>;
  /** Rejects while the database cannot be reached. */
  readonly ping: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export type OperationsOptions = {
  readonly databaseUrl: string;
  /** 64 hex digits. */
  readonly masterKey: string;
  /** Without it no mail is sent. */
  readonly mail?: MailOptions | null;
  /** Epoch ms; the system's by default. */
  readonly clock?: () => number;
  /** Connections at most. */
  readonly poolMax?: number;
  /** Whether verbs may call loopback and private addresses; not unless told so. */
  readonly allowPrivateUpstreams?: boolean;
};

/** Opens the verbs' way to the database; nothing is connected before the first call. */
export function openOperations({
  databaseUrl,
  masterKey,
  mail = null,
  clock = Date.now,
  poolMax = 10,
  allowPrivateUpstreams = false,
}: OperationsOptions): Operations {
  const db = openDatabase(databaseUrl, { poolMax });
  const parts: OperationParts = {
    db,
    records: createPostgresRecordStore(db.pool),
    cells: createPostgresCellStore(db.pool),
    keys: deriveKeys(masterKey),
    outbound: { allowPrivate: allowPrivateUpstreams },
    attempts: attemptLimits(),
    mail,
    clock,
  };

  const asMember = async (userId: string, workspace: MemberOf, what: string): Promise<OperationContext> => {
    const membership = await db.prisma.membership.findFirst({ where: { userId, workspace }, include: { user: true } });
    if (!membership) throw new OperationError("not_found", `There is no such ${what}.`);
    const { workspaceId, role, user } = membership;
    return {
      ...parts,
      actor: { kind: "user", userId, name: user.name, workspaceId, role },
      workspaceId,
      transaction: null,
    };
  };

  return {
    parts,
    account: (userId, sessionId = null) => ({ ...parts, userId, sessionId }),
    inWorkspace: (userId, workspaceId) => asMember(userId, { id: workspaceId }, "workspace"),
    inEnvironment: (userId, environmentId) =>
      asMember(userId, { environments: { some: { id: environmentId } } }, "environment"),
    ping: async () => {
      await db.prisma.$queryRaw`SELECT 1`;
    },
    close: () => db.close(),
  };
}

type MemberOf = { readonly id: string } | { readonly environments: { readonly some: { readonly id: string } } };
