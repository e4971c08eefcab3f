import { z } from "zod";
import { OperationError } from "../errors.ts";
import { environmentMutation } from "../verb/environment-mutation.ts";
import { findSecret } from "./find-secret.ts";
import { secretContent } from "./secret-content.ts";
import { secretReferences } from "./secret-references.ts";

/** Deletes a secret for good. Throws `conflict`, and says where, while the active config uses it. */
export const deleteSecret = environmentMutation({
  scope: "secrets:write",
  input: z.object({ environmentId: z.uuid(), name: secretContent.name }),
  run: async ({ tx, input, environment }) => {
    const { name } = input;
    const secret = await findSecret(tx, environment.id, name);
    const { configVersion, upstreamsOf } = await secretReferences(tx, environment.id);
    const users = upstreamsOf(name);
    if (users.length > 0) {
      const where = `${users.length === 1 ? "the upstream" : "the upstreams"} ${users.join(", ")}`;
      const message = `Version ${configVersion}, which is active, uses ${name} for ${where}. Publish one without it first.`;
      throw new OperationError("conflict", message);
    }
    await tx.secret.delete({ where: { id: secret.id } });
    await tx.credentialUse.deleteMany({ where: { environmentId: environment.id, kind: "secret", name } });
    return {
      result: { name },
      audit: {
        action: "secret.delete",
        target: { kind: "secret", id: secret.id },
        before: { name, allowedHosts: secret.allowedHosts },
        after: null,
      },
    };
  },
});
