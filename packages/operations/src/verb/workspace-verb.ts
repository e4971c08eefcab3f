import type { Scope } from "@meridian/access";
import type { z } from "zod";
import type { OperationContext } from "../operation-context.ts";
import { parseInput } from "./parse-input.ts";
import { requireScope } from "./require-scope.ts";
import type { Verb } from "./verb.ts";

/** A verb that reads what belongs to the workspace as a whole: permission → parse → `run`. */
export function workspaceVerb<Schema extends z.ZodType, Result>(definition: {
  readonly scope: Scope;
  readonly input: Schema;
  readonly run: (work: { readonly ctx: OperationContext; readonly input: z.output<Schema> }) => Promise<Result>;
}): Verb<Schema, Result> {
  const { scope, input: schema, run } = definition;
  const verb = async ({ ctx, input }: { ctx: OperationContext; input: z.input<Schema> }) => {
    requireScope(ctx.actor, ctx.workspaceId, scope);
    return run({ ctx, input: parseInput(schema, input) });
  };
  return Object.assign(verb, { scope, input: schema });
}
