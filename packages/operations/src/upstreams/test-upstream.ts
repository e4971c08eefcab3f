import { testUpstream as tryUpstream, type UpstreamTest } from "@meridian/outbound";
import { providers } from "@meridian/routing";
import { hostAllowed, hostOf } from "@meridian/routing-config";
import { z } from "zod";
import { OperationError } from "../errors.ts";
import type { OperationContext } from "../operation-context.ts";
import { environmentVerb } from "../verb/environment-verb.ts";

const key = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("none") }),
  /** As a person enters it; it is kept nowhere. */
  z.object({
    kind: z.literal("text"),
    text: z
      .string()
      .max(8_192)
      .regex(/^[\x21-\x7e]+$/, "A key has visible ASCII characters only, without spaces and line ends."),
  }),
  /** One that the environment has. */
  z.object({ kind: z.literal("secret"), name: z.string().max(128) }),
]);

/**
 * Tries an upstream before it stands in a routing document: reaches it, shows it the key, lists its models, or says what
 * failed and how to mend it. Changes nothing, and keeps nothing. A stored secret goes to its allowed hosts only.
 */
export const testUpstream = environmentVerb({
  scope: "upstreams:test",
  input: z.object({
    environmentId: z.uuid(),
    baseUrl: z
      .string()
      .trim()
      .max(2_048)
      .refine((text) => URL.canParse(text), "Write a whole address, for example `https://api.openai.com/v1`."),
    /** Who runs it, as a routing document says; silent: it speaks OpenAI's protocol. */
    provider: z.enum(providers).optional(),
    key,
  }),
  run: async ({ ctx, input, environment }): Promise<UpstreamTest> => {
    const { baseUrl } = input;
    const apiKey = await keyText(ctx, environment.id, baseUrl, input.key);
    const protocol = input.provider === "anthropic" ? "anthropic" : "openai";
    return tryUpstream({ baseUrl, apiKey, protocol }, { rules: ctx.outbound, clock: () => performance.now() });
  },
});

async function keyText(
  { db, keys }: OperationContext,
  environmentId: string,
  baseUrl: string,
  given: z.output<typeof key>,
): Promise<string | null> {
  switch (given.kind) {
    case "none":
      return null;
    case "text":
      return given.text;
    case "secret": {
      const where = { environmentId_name: { environmentId, name: given.name } };
      const secret = await db.prisma.secret.findUnique({ where });
      if (!secret) throw new OperationError("not_found", `This environment has no secret ${given.name}.`);
      const host = hostOf(baseUrl);
      if (!hostAllowed(host, secret.allowedHosts)) {
        throw new OperationError("invalid_input", `The secret ${given.name} may not be sent to ${host}.`);
      }
      try {
        return keys.openStored(secret.sealed, environmentId, given.name);
      } catch {
        throw new OperationError(
          "sealed_otherwise",
          `The secret ${given.name} cannot be opened with this master key: set it anew.`,
        );
      }
    }
  }
}
