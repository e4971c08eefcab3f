import type { Scope } from "@meridian/access";
import { notifyEnvironment } from "@meridian/db";
import type { z } from "zod";
import { lockEnvironment } from "../environment/lock-environment.ts";
import { type EnvironmentRow, requireEnvironment } from "../environment/require-environment.ts";
import { writeEnvironmentSnapshot } from "../environment/write-environment-snapshot.ts";
import type { OperationContext, Transaction } from "../operation-context.ts";
import { type AuditEntry, recordAudit } from "./record-audit.ts";
import { inTransaction } from "./in-transaction.ts";
import { parseInput } from "./parse-input.ts";
import { requireScope } from "./require-scope.ts";
import type { Verb } from "./verb.ts";

/** What a mutation gets. Nobody else changes the environment while it runs. */
export type MutationWork<Input> = {
  readonly tx: Transaction;
  readonly ctx: OperationContext;
  readonly input: Input;
  readonly environment: EnvironmentRow;
  /** The moment of the change, epoch ms. */
  readonly nowMs: number;
};

/** `audit` null: nothing was changed (it had been done before). */
export type Mutation<Result> = { readonly result: Result; readonly audit: AuditEntry | null };

/**
 * A verb that changes one environment: permission → parse → transaction { lock, `run`, audit, snapshot, NOTIFY }. What it
 * throws leaves nothing behind.
 */
export function environmentMutation<Schema extends z.ZodType<{ environmentId: string }>, Result>(definition: {
  readonly scope: Scope;
  readonly input: Schema;
  /** Goes on when stored secrets do not open with this master key: setting them anew is how that is mended. */
  readonly mendsSecrets?: boolean;
  readonly run: (work: MutationWork<z.output<Schema>>) => Promise<Mutation<Result>>;
}): Verb<Schema, Result> {
  const { scope, input: schema, mendsSecrets = false, run } = definition;
  const verb = async ({ ctx, input: given }: { ctx: OperationContext; input: z.input<Schema> }) => {
    requireScope(ctx.actor, ctx.workspaceId, scope);
    const input = parseInput(schema, given);
    return inTransaction(ctx, async (tx) => {
      const environment = await requireEnvironment(tx, ctx.workspaceId, input.environmentId);
      await lockEnvironment(tx, environment.id);
      const nowMs = ctx.clock();
      const { result, audit } = await run({ tx, ctx, input, environment, nowMs });
      if (audit) {
        await recordAudit(tx, { ctx, environmentId: environment.id, nowMs }, audit);
        await writeEnvironmentSnapshot(tx, {
          keys: ctx.keys,
          environment,
          nowMs,
          leaveOutUnreadable: mendsSecrets,
        });
        await notifyEnvironment(tx, environment.id);
      }
      return result;
    });
  };
  return Object.assign(verb, { scope, input: schema });
}
