import { randomUUID } from "node:crypto";
import {
  diffRoutingDocuments,
  maxDocumentBytes,
  parseRoutingDocument,
  summariseChanges,
} from "@meridian/routing-config";
import { sha256Hex } from "@meridian/sealing";
import { z } from "zod";
import { idempotencyKey } from "../deployments/idempotency-key.ts";
import { findReplay, makeDeployment } from "../deployments/make-deployment.ts";
import { type ActiveDeployment, findActiveDeployment } from "../environment/find-active-deployment.ts";
import { OperationError } from "../errors.ts";
import { actorName, actorUserId } from "../verb/actor-name.ts";
import { environmentMutation, type MutationWork } from "../verb/environment-mutation.ts";
import { requireValidConfig } from "./require-valid-config.ts";

const publishInput = z.object({
  environmentId: z.uuid(),
  yaml: z.string().max(maxDocumentBytes, `A routing document has at most ${maxDocumentBytes} bytes.`),
  message: z.string().trim().min(1, "Say in a few words what this changes.").max(500),
  /** Number of the version that the document was made from; null when nothing was published before. */
  baseVersion: z.number().int().positive().nullable(),
  idempotencyKey,
});

/**
 * Makes a document the next config version and the one that serves the environment. Compare-and-swap on `baseVersion`:
 * throws `conflict` when another version became active meanwhile, `config_rejected` with every diagnostic, and
 * `invalid_input` when the document is the one that is active already.
 */
export const publish = environmentMutation({
  scope: "routing-config:publish",
  input: publishInput,
  run: async (work) => {
    const { tx, input, environment } = work;
    const sha256 = sha256Hex(input.yaml);
    const replay = await findReplay(work, (made) => isSamePublish(made, { ...input, sha256 }));
    if (replay) return { result: replay, audit: null };

    const active = await findActiveDeployment(tx, environment.id);
    requireBase(active, input.baseVersion);
    if (active?.configVersion.sha256 === sha256) {
      const { number } = active.configVersion;
      throw new OperationError("invalid_input", `This is version ${number} as it serves already: nothing to publish.`);
    }
    const document = await requireValidConfig(tx, environment.id, input.yaml);
    const before = active && parseRoutingDocument(active.configVersion.yaml).document;
    const summary = summariseChanges(diffRoutingDocuments(before, document));
    const version = await createVersion(work, { sha256, summary, parentId: active?.configVersionId ?? null });
    const result = await makeDeployment(work, { kind: "publish", version, reason: input.message, replaces: active });
    return {
      result,
      audit: {
        action: "routing-config.publish",
        target: { kind: "deployment", id: result.deploymentId },
        before: active && { configVersion: active.configVersion.number },
        after: { configVersion: version.number, sha256, message: input.message },
      },
    };
  },
});

type PublishInput = z.output<typeof publishInput>;

function isSamePublish(
  made: { kind: string; reason: string; configVersion: { sha256: string; parent: { number: number } | null } },
  asked: Pick<PublishInput, "message" | "baseVersion"> & { readonly sha256: string },
): boolean {
  const { sha256, parent } = made.configVersion;
  return (
    made.kind === "publish" &&
    made.reason === asked.message &&
    sha256 === asked.sha256 &&
    (parent?.number ?? null) === asked.baseVersion
  );
}

function requireBase(active: ActiveDeployment | null, baseVersion: number | null): void {
  const activeNumber = active?.configVersion.number ?? null;
  if (activeNumber === baseVersion) return;
  const now = active
    ? `Version ${activeNumber} by ${active.createdByName} serves this environment now`
    : "Nothing serves this environment now";
  const base = baseVersion === null ? "nothing" : `version ${baseVersion}`;
  throw new OperationError(
    "conflict",
    `${now}, but this document was made from ${base}. Compare the two, then publish again.`,
  );
}

async function createVersion(
  { tx, ctx, input, environment, nowMs }: MutationWork<PublishInput>,
  fields: { readonly sha256: string; readonly summary: string[]; readonly parentId: string | null },
) {
  // The row's lock makes publishers of the workspace's other environments wait: numbers have no gaps and no doubles.
  const { nextVersionNumber } = await tx.workspace.update({
    where: { id: environment.workspaceId },
    data: { nextVersionNumber: { increment: 1 } },
    select: { nextVersionNumber: true },
  });
  return tx.configVersion.create({
    data: {
      id: randomUUID(),
      workspaceId: environment.workspaceId,
      number: nextVersionNumber - 1,
      yaml: input.yaml,
      message: input.message,
      authorId: actorUserId(ctx.actor),
      authorName: actorName(ctx.actor),
      createdAt: new Date(nowMs),
      ...fields,
    },
  });
}
