import type { AuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { webEnv } from "../env.ts";
import { apiServer } from "./api-server.ts";
import { cameFrom, invitationTokenOf, refusalPath } from "./came-from.ts";
import { demoRoles } from "./demo-roles.ts";
import { logError } from "./log-error.ts";
import { offersDemo } from "./offers-demo.ts";
import type { ProviderProfile } from "./provider-profile.ts";
import { configuredProviders } from "./providers.ts";
import { refusalCode } from "./refusal-code.ts";
import { readSession } from "./session-cookie.ts";
import { signInSource } from "./sign-in-source.ts";

const sessionSeconds = 7 * 86_400;

type Credential = Record<string, string> | undefined;

/**
 * How people sign in and how their session is kept: an encrypted cookie that names the user and the session, nothing else.
 *
 * @param headers of the request; only reading a session needs none
 */
export function authOptions(headers: Headers = new Headers()): AuthOptions {
  const { sessionSecret, url, providers, signUpDomains } = webEnv();
  /** Whom a provider's identity turned out to be, between the library's two callbacks. */
  let recognised: string | null = null;
  const source = signInSource(headers);

  return {
    secret: sessionSecret,
    session: { strategy: "jwt", maxAge: sessionSeconds },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers: [
      Credentials({
        id: "password",
        credentials: { email: {}, password: {} },
        authorize: (given: Credential) =>
          refusing(async () => {
            const credentials = { email: given?.["email"] ?? "", password: given?.["password"] ?? "" };
            return (await apiServer()).signIn(credentials, source.address);
          }),
      }),
      Credentials({
        id: "demo",
        credentials: { role: {} },
        authorize: async (given: Credential) => {
          const role = demoRoles.find((each) => each === given?.["role"]);
          if (role === undefined || !offersDemo(headers)) return null;
          return (await apiServer()).signInAsDemoUser(role);
        },
      }),
      Credentials({
        id: "invitation",
        credentials: { token: {}, email: {}, name: {}, password: {} },
        authorize: (given: Credential) =>
          refusing(async () => {
            const [token, email] = [given?.["token"] ?? "", given?.["email"] ?? ""];
            const [name, password] = [given?.["name"] ?? "", given?.["password"] ?? ""];
            return (await apiServer()).signUpByInvitation({ token, email, name, password });
          }),
      }),
      ...configuredProviders(providers),
    ],
    callbacks: {
      signIn: async ({ user, account }) => {
        if (account?.type !== "oauth") return true;
        const from = cameFrom(headers, url);
        const { id: subject, email, emailVerified, name } = user as ProviderProfile;
        const signedIn = await readSession(headers);
        const outcome = await (await apiServer()).signInWithProvider({
          identity: { provider: account.provider, subject, email, emailVerified, name },
          signedInUserId: signedIn?.userId ?? null,
          invitationToken: invitationTokenOf(from),
          allowedDomains: signUpDomains,
        });
        if (outcome.kind === "refused") return refusalPath(from, outcome.reason);
        recognised = outcome.user.id;
        return true;
      },
      // `account` is there only at the moment of signing in. `sub` is the user, `sid` the session. Everything else is read
      // anew with each request, so that a change of role and the end of a session hold at once.
      jwt: async ({ token, user, account }) => {
        const { sub = "", sid } = token;
        if (!account) return { sub, sid };
        const userId = account.type === "oauth" ? recognised : user.id;
        if (userId === null) throw new Error("Nobody was recognised.");
        const api = await apiServer();
        // The cookie that is replaced would open its session to whoever kept a copy.
        const replaced = await readSession(headers);
        if (replaced) await api.endSession(replaced);
        return { sub: userId, sid: await api.startSession({ userId, provider: account.provider, source }) };
      },
      session: ({ session, token }) => ({ ...session, userId: token.sub, sessionId: token["sid"] }),
    },
    events: {
      signOut: async ({ token }) => {
        const { sub, sid } = token;
        if (sub !== undefined && typeof sid === "string")
          await (await apiServer()).endSession({ userId: sub, sessionId: sid });
      },
    },
    // What the library would say holds tokens of providers.
    logger: {
      error: (code, about) => logError(`sign-in: ${code}`, about instanceof Error ? about : about.error),
      warn: () => {},
      debug: () => {},
    },
  };
}

/** What is refused with a reason travels as a code that the page puts into words. */
async function refusing<Result>(run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    const code = refusalCode(error);
    if (code === null) {
      logError("sign-in failed", error);
      throw new Error("failed", { cause: error });
    }
    throw new Error(code, { cause: error });
  }
}
