import NextAuth from "next-auth";
import type { NextRequest } from "next/server";
import { authOptions } from "../../../../auth/auth-options.ts";

export const dynamic = "force-dynamic";

type Context = { readonly params: Promise<{ readonly nextauth: string[] }> };

/** Options are read with each request: a build knows no environment. */
async function handle(request: NextRequest, context: Context): Promise<Response> {
  return (await NextAuth(request as never, context as never, authOptions(request.headers))) as Response;
}

export { handle as GET, handle as POST };
