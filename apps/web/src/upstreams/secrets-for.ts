import { hostAllowed, hostOf } from "@meridian/routing-config";

/** Names of the secrets that may be sent to an address. */
export function secretsFor(
  baseUrl: string,
  secrets: readonly { readonly name: string; readonly allowedHosts: readonly string[] }[],
): string[] {
  if (!URL.canParse(baseUrl.trim())) return [];
  const host = hostOf(baseUrl.trim());
  return secrets.filter(({ allowedHosts }) => hostAllowed(host, allowedHosts)).map(({ name }) => name);
}
