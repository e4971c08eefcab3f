import { randomBytes, randomUUID } from "node:crypto";
import type { Role } from "@meridian/access";
import { hashPassword } from "@meridian/sealing";
import { lockSeed } from "./lock-seed.ts";
import { createGatewayKey } from "../gateway-keys/create-gateway-key.ts";
import { requireOurKeys } from "../installation/require-our-keys.ts";
import type { OperationContext, OperationParts, Transaction } from "../operation-context.ts";
import { publish } from "../routing-config/publish.ts";
import { setSecret } from "../secrets/set-secret.ts";
import { inTransaction } from "../verb/in-transaction.ts";
import { type AuditEntry, recordAudit } from "../verb/record-audit.ts";
import { addEnvironment } from "../workspaces/found-workspace.ts";

/** The people of the demo. */
export const demoUsers: readonly { readonly role: Role; readonly name: string; readonly email: string }[] = [
  { role: "owner", name: "Olivia Owner", email: "owner@demo.meridian.local" },
  { role: "engineer", name: "Erin Engineer", email: "engineer@demo.meridian.local" },
  { role: "domain_expert", name: "Dana Expert", email: "expert@demo.meridian.local" },
  { role: "viewer", name: "Vic Viewer", email: "viewer@demo.meridian.local" },
];

export type SeedInput = {
  /** The first routing document of production; it may refer to `${secret.DEMO_FLEET}`. */
  readonly yaml: string;
  /** What the demo fleet wants as API key. */
  readonly demoFleetKey: string;
  /** Hosts of the demo fleet. */
  readonly demoFleetHosts: readonly string[];
};

/** `password` (of every demo user) and `gatewayKey` are to be had this once. */
export type SeedResult = {
  readonly workspaceId: string;
  /** Of production. */
  readonly environmentId: string;
} & (
  | { readonly kind: "seeded"; readonly password: string; readonly gatewayKey: string }
  /** The demo was there before, and nothing was changed. */
  | { readonly kind: "present" }
);

const slug = "demo";

/** The key of the demo's own callers. */
export const demoTrafficKeyName = "Demo traffic";

/**
 * Makes the demo workspace, all of it or nothing, unless it is there. Throws `config_rejected` for a bad document, and
 * `sealed_otherwise` when the workspace that is there was made with another master key: no gateway would believe it.
 */
export async function seedWorkspace(call: {
  readonly parts: OperationParts;
  readonly input: SeedInput;
}): Promise<SeedResult> {
  const { parts, input } = call;
  return inTransaction({ db: parts.db, transaction: null }, async (tx) => {
    await lockSeed(tx);
    const present = await tx.workspace.findUnique({
      where: { slug },
      include: { environments: { where: { name: "production" } } },
    });
    if (present) {
      const environmentId = present.environments[0]?.id ?? "";
      await requireOurKeys(tx, parts);
      return { kind: "present", workspaceId: present.id, environmentId };
    }

    const password = randomBytes(9).toString("base64url");
    const passwordHash = await hashPassword(password);
    const workspaceId = randomUUID();
    await tx.workspace.create({ data: { id: workspaceId, slug, name: "Demo workspace", demo: true } });
    await createUsers(tx, workspaceId, passwordHash);
    const environmentId = await addEnvironment(tx, parts, workspaceId, "production");
    await addEnvironment(tx, parts, workspaceId, "staging");

    const ctx: OperationContext = {
      ...parts,
      actor: { kind: "system", process: "seed" },
      workspaceId,
      transaction: tx,
    };
    await recordAudit(tx, { ctx, environmentId: null, nowMs: parts.clock() }, creation(workspaceId));
    const { demoFleetKey: value, demoFleetHosts } = input;
    await setSecret({ ctx, input: { environmentId, name: "DEMO_FLEET", value, allowedHosts: [...demoFleetHosts] } });
    const { text: gatewayKey } = await createGatewayKey({ ctx, input: { environmentId, name: demoTrafficKeyName } });
    const message = "Route the demo's traffic";
    await publish({
      ctx,
      input: { environmentId, yaml: input.yaml, message, baseVersion: null, idempotencyKey: "demo-seed" },
    });
    return { kind: "seeded", workspaceId, environmentId, password, gatewayKey };
  });
}

function creation(workspaceId: string): AuditEntry {
  const members = demoUsers.map(({ email, role }) => `${email} ${role}`);
  return {
    action: "workspace.create",
    target: { kind: "workspace", id: workspaceId },
    before: null,
    after: { slug, environments: ["production", "staging"], members },
  };
}

async function createUsers(tx: Transaction, workspaceId: string, passwordHash: string): Promise<void> {
  for (const { role, name, email } of demoUsers) {
    const user = { id: randomUUID(), name, email, passwordHash, demo: true };
    await tx.user.create({ data: { ...user, memberships: { create: { workspaceId, role } } } });
  }
}
