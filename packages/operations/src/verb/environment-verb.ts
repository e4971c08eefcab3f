import type { Scope } from "@meridian/access";
import type { z } from "zod";
import { type EnvironmentRow, requireEnvironment } from "../environment/require-environment.ts";
import type { OperationContext } from "../operation-context.ts";
import { parseInput } from "./parse-input.ts";
import { requireScope } from "./require-scope.ts";
import type { Verb } from "./verb.ts";

type Reading<Input, Result> = (work: {
  readonly ctx: OperationContext;
  readonly input: Input;
  readonly environment: EnvironmentRow;
}) => Promise<Result>;

/** A verb that reads in one environment of the workspace: permission → parse → environment → `run`. */
export function environmentVerb<Schema extends z.ZodType<{ environmentId: string }>, Result>(definition: {
  readonly scope: Scope;
  readonly input: Schema;
  readonly run: Reading<z.output<Schema>, Result>;
}): Verb<Schema, Result> {
  const { scope, input: schema, run } = definition;
  const verb = async ({ ctx, input: given }: { ctx: OperationContext; input: z.input<Schema> }) => {
    requireScope(ctx.actor, ctx.workspaceId, scope);
    const input = parseInput(schema, given);
    const environment = await requireEnvironment(ctx.db.prisma, ctx.workspaceId, input.environmentId);
    return run({ ctx, input, environment });
  };
  return Object.assign(verb, { scope, input: schema });
}
