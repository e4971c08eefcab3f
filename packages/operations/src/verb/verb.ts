import type { Scope } from "@meridian/access";
import type { z } from "zod";
import type { OperationContext } from "../operation-context.ts";

/** One thing that can be done in a workspace. Whoever calls it has had neither permission nor input checked before. */
export type Verb<Schema extends z.ZodType, Result> = {
  (call: { readonly ctx: OperationContext; readonly input: z.input<Schema> }): Promise<Result>;
  readonly scope: Scope;
  readonly input: Schema;
};
