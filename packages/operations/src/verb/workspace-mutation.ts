import type { Scope } from "@meridian/access";
import type { z } from "zod";
import type { OperationContext, Transaction } from "../operation-context.ts";
import type { Mutation } from "./environment-mutation.ts";
import { inTransaction } from "./in-transaction.ts";
import { parseInput } from "./parse-input.ts";
import { recordAudit } from "./record-audit.ts";
import { requireScope } from "./require-scope.ts";
import type { Verb } from "./verb.ts";

/**
 * A verb that changes what belongs to the workspace as a whole: permission → parse → transaction { `run`, audit }. Gateways
 * hear nothing of it. What it throws leaves nothing behind.
 */
export function workspaceMutation<Schema extends z.ZodType, Result>(definition: {
  readonly scope: Scope;
  readonly input: Schema;
  readonly run: (work: {
    readonly tx: Transaction;
    readonly ctx: OperationContext;
    readonly input: z.output<Schema>;
    /** The moment of the change, epoch ms. */
    readonly nowMs: number;
  }) => Promise<Mutation<Result>>;
}): Verb<Schema, Result> {
  const { scope, input: schema, run } = definition;
  const verb = async ({ ctx, input: given }: { ctx: OperationContext; input: z.input<Schema> }) => {
    requireScope(ctx.actor, ctx.workspaceId, scope);
    const input = parseInput(schema, given);
    return inTransaction(ctx, async (tx) => {
      const nowMs = ctx.clock();
      const { result, audit } = await run({ tx, ctx, input, nowMs });
      if (audit) await recordAudit(tx, { ctx, environmentId: null, nowMs }, audit);
      return result;
    });
  };
  return Object.assign(verb, { scope, input: schema });
}
