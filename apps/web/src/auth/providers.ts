import type { AuthOptions } from "next-auth";
import type { ProviderEnv } from "../env.ts";
import { gitHubProvider } from "./github-provider.ts";
import { oidcProvider } from "./oidc-provider.ts";

/** A way to sign in that this installation offers, as the button says it. */
export type OfferedProvider = { readonly id: string; readonly name: string };

/** Those that the environment configures, in the order of their buttons. */
export function offeredProviders({ github, google, oidc }: ProviderEnv): readonly OfferedProvider[] {
  return [
    ...(google ? [{ id: "google", name: "Google" }] : []),
    ...(github ? [{ id: "github", name: "GitHub" }] : []),
    ...(oidc ? [{ id: "oidc", name: oidc.name }] : []),
  ];
}

/** The same for the session library. Google is an OIDC provider like any other. */
export function configuredProviders({ github, google, oidc }: ProviderEnv): AuthOptions["providers"] {
  return [
    ...(google
      ? [oidcProvider({ id: "google", name: "Google", issuer: "https://accounts.google.com", ...google })]
      : []),
    ...(github ? [gitHubProvider(github)] : []),
    ...(oidc ? [oidcProvider({ id: "oidc", ...oidc })] : []),
  ];
}
