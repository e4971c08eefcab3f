import { z } from "zod";
import { OperationError } from "../errors.ts";
import { workspaceVerb } from "../verb/workspace-verb.ts";
import { type ConfigVersionContent, configVersionContent } from "./config-version-content.ts";

/** One version with its text. Throws `not_found` for a number that the workspace does not have. */
export const getConfigVersion = workspaceVerb({
  scope: "routing-config:read",
  input: z.object({ number: z.number().int().positive() }),
  run: async ({ ctx, input }): Promise<ConfigVersionContent> => {
    const version = await ctx.db.prisma.configVersion.findUnique({
      where: { workspaceId_number: { workspaceId: ctx.workspaceId, number: input.number } },
    });
    if (!version) throw new OperationError("not_found", `There is no version ${input.number}.`);
    return configVersionContent(version);
  },
});
