import { z } from "zod";
import { retrySchema } from "./retry.ts";
import { timeoutsSchema } from "./timeouts.ts";

/** What every route of the document starts from. */
export const defaultsSchema = z
  .strictObject({ timeouts: timeoutsSchema.optional(), retry: retrySchema.optional() })
  .meta({ description: "What every route starts from unless it says otherwise." });
