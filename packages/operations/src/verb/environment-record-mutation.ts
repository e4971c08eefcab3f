import type { Scope } from "@meridian/access";
import type { z } from "zod";
import { lockEnvironment } from "../environment/lock-environment.ts";
import { requireEnvironment } from "../environment/require-environment.ts";
import type { OperationContext } from "../operation-context.ts";
import type { Mutation, MutationWork } from "./environment-mutation.ts";
import { inTransaction } from "./in-transaction.ts";
import { parseInput } from "./parse-input.ts";
import { recordAudit } from "./record-audit.ts";
import { requireScope } from "./require-scope.ts";
import type { Verb } from "./verb.ts";

/**
 * A verb that changes what people keep about one environment and gateways do not serve from: permission → parse → transaction
 * { lock, `run`, audit }. Gateways hear nothing of it. What it throws leaves nothing behind.
 */
export function environmentRecordMutation<Schema extends z.ZodType<{ environmentId: string }>, Result>(definition: {
  readonly scope: Scope;
  readonly input: Schema;
  readonly run: (work: MutationWork<z.output<Schema>>) => Promise<Mutation<Result>>;
}): Verb<Schema, Result> {
  const { scope, input: schema, run } = definition;
  const verb = async ({ ctx, input: given }: { ctx: OperationContext; input: z.input<Schema> }) => {
    requireScope(ctx.actor, ctx.workspaceId, scope);
    const input = parseInput(schema, given);
    return inTransaction(ctx, async (tx) => {
      const environment = await requireEnvironment(tx, ctx.workspaceId, input.environmentId);
      await lockEnvironment(tx, environment.id);
      const nowMs = ctx.clock();
      const { result, audit } = await run({ tx, ctx, input, environment, nowMs });
      if (audit) await recordAudit(tx, { ctx, environmentId: environment.id, nowMs }, audit);
      return result;
    });
  };
  return Object.assign(verb, { scope, input: schema });
}
