import { initTRPC } from "@trpc/server";
import type { ApiContext } from "./api-context.ts";
import { formatError } from "./format-error.ts";
import { transformer } from "./transformer.ts";

/** tRPC with our context, transformer and errors. Stack traces stay in the server. */
export const trpc = initTRPC.context<ApiContext>().create({ transformer, errorFormatter: formatError, isDev: false });
