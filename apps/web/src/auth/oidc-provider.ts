import type { OAuthConfig } from "next-auth/providers/oauth";
import { type ProviderProfile, textClaim } from "./provider-profile.ts";

type Claims = Readonly<Record<string, unknown>>;

/**
 * Any OpenID Connect provider, found by its discovery document. State, nonce and PKCE are checked; so is the ID token's
 * signature, audience and issuer, and that the discovery document is the configured issuer's own.
 */
export function oidcProvider(config: {
  readonly id: string;
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}): OAuthConfig<Claims> {
  const { id, name, clientId, clientSecret } = config;
  const issuer = withoutSlash(config.issuer);
  return {
    id,
    name,
    type: "oauth",
    clientId,
    clientSecret,
    wellKnown: `${issuer}/.well-known/openid-configuration`,
    authorization: { params: { scope: "openid email profile" } },
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    userinfo: {
      // Many providers say the email only there. That it is of the same person is checked by the library.
      request: async ({ client, tokens }) => {
        const claims = (tokens as { readonly claims: () => Claims }).claims();
        if (withoutSlash(String(claims["iss"])) !== issuer) {
          throw new Error(`The ID token is of another issuer than the one that is configured, ${issuer}.`);
        }
        const told =
          client.issuer.metadata.userinfo_endpoint === undefined ? {} : await client.userinfo(tokens as never);
        return { ...claims, ...told };
      },
    },
    // The session library's type wants a user; sign-in goes on with what is here.
    profile: (claims): ProviderProfile => {
      return {
        id: String(claims["sub"]),
        name: textClaim(claims["name"]),
        email: textClaim(claims["email"]),
        // Some write it as a text.
        emailVerified: claims["email_verified"] === true || claims["email_verified"] === "true",
      };
    },
  };
}

const withoutSlash = (url: string): string => url.replace(/\/$/, "");
