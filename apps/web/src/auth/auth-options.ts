import type { AuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { webEnv } from "../env.ts";
import { apiServer } from "./api-server.ts";
import { AttemptLimiter } from "./attempt-limiter.ts";
import { demoRoles } from "./demo-roles.ts";
import { offersDemo } from "./offers-demo.ts";

const limiter = new AttemptLimiter();
const sessionSeconds = 7 * 86_400;
/** RFC 5321 allows no longer one. */
const longestEmail = 254;

/** How people sign in and how their session is kept: an encrypted cookie that names the user, nothing else. */
export function authOptions(): AuthOptions {
  return {
    secret: webEnv().sessionSecret,
    session: { strategy: "jwt", maxAge: sessionSeconds },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers: [
      Credentials({
        id: "password",
        credentials: { email: {}, password: {} },
        authorize: async (given) => {
          const email = given?.email.trim().toLowerCase() ?? "";
          if (email.length > longestEmail) return null;
          if (!limiter.begin(email, Date.now())) throw new Error("too_many_attempts");
          const user = await (await apiServer()).signIn({ email, password: given?.password ?? "" });
          if (user) limiter.succeeded(email);
          return user;
        },
      }),
      Credentials({
        id: "demo",
        credentials: { role: {} },
        authorize: async (given, request) => {
          const headers = new Headers(request.headers as Record<string, string>);
          const role = demoRoles.find((each) => each === given?.role);
          if (role === undefined || !offersDemo(headers)) return null;
          return (await apiServer()).signInAsDemoUser(role);
        },
      }),
    ],
    // `sub` is the user's id. Everything else is read anew with each request, so that a change of role holds at once.
    callbacks: { session: ({ session, token }) => ({ ...session, userId: token.sub }) },
  };
}
