import { z } from "zod";
import { secretNamesOf } from "../environment/secret-names-of.ts";
import { environmentVerb } from "../verb/environment-verb.ts";

/** What `${secret.NAME}` may say in this environment: for the editor's checker. */
export const listSecretNames = environmentVerb({
  scope: "routing-config:read",
  input: z.object({ environmentId: z.uuid() }),
  run: ({ ctx, environment }): Promise<string[]> => secretNamesOf(ctx.db.prisma, environment.id),
});
