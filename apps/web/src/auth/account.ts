import { TRPCError } from "@trpc/server";
import { redirect } from "next/navigation";
import { cache } from "react";
import { apiServer } from "./api-server.ts";
import { sessionUserId } from "./session-user-id.ts";

/** The signed-in user with their workspaces; anyone else is sent to sign in. Once a request. */
export const requireAccount = cache(async () => {
  const userId = await sessionUserId();
  if (userId === null) redirect("/sign-in");
  try {
    return await (await apiServer()).callerFor(userId).me.get();
  } catch (error) {
    if (error instanceof TRPCError && error.code === "UNAUTHORIZED") redirect("/sign-in");
    throw error;
  }
});
