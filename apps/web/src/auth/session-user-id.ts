import { type AuthOptions, getServerSession } from "next-auth";
import { authOptions } from "./auth-options.ts";

/** Who is signed in; null for nobody. */
export async function sessionUserId(): Promise<string | null> {
  const session = await getServerSession<AuthOptions, { readonly userId?: string }>(authOptions());
  return session?.userId ?? null;
}
