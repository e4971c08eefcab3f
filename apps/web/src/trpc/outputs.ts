import type { AppRouter } from "@meridian/api";
import type { inferRouterOutputs } from "@trpc/server";

/** What each procedure answers. */
export type Outputs = inferRouterOutputs<AppRouter>;
