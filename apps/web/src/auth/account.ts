import { TRPCError } from "@trpc/server";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { apiServer } from "./api-server.ts";
import { sessionNow } from "./session-now.ts";

/** The signed-in user with their workspaces; anyone else is sent to sign in, and from there back. Once a request. */
export const requireAccount = cache(async () => {
  const session = await sessionNow();
  if (session === null) return signIn();
  try {
    return await (await apiServer()).callerFor(session.userId, session.sessionId).me.get();
  } catch (error) {
    if (error instanceof TRPCError && error.code === "UNAUTHORIZED") return signIn();
    throw error;
  }
});

async function signIn(): Promise<never> {
  const path = (await headers()).get("x-path") ?? "/";
  redirect(path === "/" ? "/sign-in" : `/sign-in?${new URLSearchParams({ next: path })}`);
}
