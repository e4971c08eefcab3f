import type { OAuthConfig } from "next-auth/providers/oauth";
import { z } from "zod";
import { type ProviderProfile, textClaim } from "./provider-profile.ts";

const person = z.object({ id: z.number().int(), login: z.string(), name: z.string().nullish() });
const emails = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }));

type GitHubProfile = { readonly id: number; readonly name: string; readonly email?: string };

/** GitHub, or a GitHub Enterprise Server. Of somebody's addresses only the primary one counts, and only once it is verified. */
export function gitHubProvider(config: {
  /** Without a slash at the end. */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
}): OAuthConfig<GitHubProfile> {
  const { url, clientId, clientSecret } = config;
  const api = url === "https://github.com" ? "https://api.github.com" : `${url}/api/v3`;
  const ask = async (path: string, token: string): Promise<unknown> => {
    const reply = await fetch(`${api}${path}`, {
      headers: { authorization: `Bearer ${token}`, accept: "application/vnd.github+json", "user-agent": "meridian" },
      signal: AbortSignal.timeout(10_000),
    });
    if (!reply.ok) throw new Error(`GitHub answered ${reply.status} to ${path}.`);
    return reply.json();
  };
  return {
    id: "github",
    name: "GitHub",
    type: "oauth",
    clientId,
    clientSecret,
    issuer: `${url}/login/oauth`,
    authorization: { url: `${url}/login/oauth/authorize`, params: { scope: "read:user user:email" } },
    token: `${url}/login/oauth/access_token`,
    checks: ["pkce", "state"],
    userinfo: {
      request: async ({ tokens }) => {
        const token = tokens.access_token ?? "";
        const verified = emails.parse(await ask("/user/emails", token)).filter((each) => each.verified);
        const { id, login, name } = person.parse(await ask("/user", token));
        const email = verified.find(({ primary }) => primary)?.email;
        return { id, name: textClaim(name) ?? login, ...(email !== undefined && { email }) };
      },
    },
    profile: ({ id, name, email }): ProviderProfile => {
      return { id: String(id), name, email: email ?? null, emailVerified: email !== undefined };
    },
  };
}
