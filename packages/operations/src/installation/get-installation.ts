import type { OperationParts } from "../operation-context.ts";
import type { DemoState } from "./decide-demo.ts";

/** What stands before anybody is known. */
export type Installation = {
  readonly demo: DemoState;
  /** Nobody real has an account yet: the first one may make theirs, and a workspace. */
  readonly ownerMissing: boolean;
};

/** What this installation is at the moment; needs nobody to be signed in, and tells nothing of anyone. */
export async function getInstallation({ parts }: { readonly parts: OperationParts }): Promise<Installation> {
  const { prisma } = parts.db;
  const decided = await prisma.installation.findUnique({ where: { id: 1 } });
  const owner = await prisma.user.findFirst({ where: { demo: false }, select: { id: true } });
  return { demo: decided?.demo ?? "absent", ownerMissing: owner === null };
}
