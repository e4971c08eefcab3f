import { TRPCError } from "@trpc/server";
import { redirect } from "next/navigation";
import { cache } from "react";
import { apiServer } from "./api-server.ts";
import { sessionNow } from "./session-now.ts";

/** The signed-in user with their workspaces; anyone else is sent to sign in. Once a request. */
export const requireAccount = cache(async () => {
  const session = await sessionNow();
  if (session === null) redirect("/sign-in");
  try {
    return await (await apiServer()).callerFor(session.userId, session.sessionId).me.get();
  } catch (error) {
    if (error instanceof TRPCError && error.code === "UNAUTHORIZED") redirect("/sign-in");
    throw error;
  }
});
