import type { RoutingTable, Upstream } from "@meridian/routing";
import type { DiagnosticCode, EnvironmentSnapshot } from "@meridian/routing-config";

/** Something that keeps a config from being served, and which part of it. */
export type ApplyProblem = { readonly code: DiagnosticCode; readonly path: string; readonly message: string };

export type CredentialSources = {
  readonly secrets: EnvironmentSnapshot["secrets"];
  /** Throws when the secret cannot be opened. */
  readonly open: (sealedBase64: string, name: string) => string;
  readonly readEnvironmentVariable: (name: string) => string | undefined;
};

/**
 * The API key of each upstream, by index, and everything that is wrong with getting them. That each secret may be sent
 * to its upstream's host was checked with the document.
 */
export function resolveCredentials(
  table: RoutingTable,
  sources: CredentialSources,
): { readonly credentials: readonly (string | null)[]; readonly problems: readonly ApplyProblem[] } {
  const problems: ApplyProblem[] = [];
  const credentials = table.upstreams.map((upstream) => {
    const resolved = resolveCredential(upstream, sources);
    if (typeof resolved === "string" || resolved === null) return resolved;
    problems.push({ ...resolved, path: `upstreams.${upstream.name}.api_key` });
    return null;
  });
  return { credentials, problems };
}

function resolveCredential(upstream: Upstream, sources: CredentialSources): string | null | Omit<ApplyProblem, "path"> {
  const reference = upstream.apiKey;
  if (reference === null) return null;
  const { name } = reference;
  if (reference.from === "env") {
    const value = sources.readEnvironmentVariable(name);
    return value === undefined || value === ""
      ? { code: "env_missing", message: `The environment variable \`${name}\` is not set.` }
      : checkedHeader(value, `The environment variable \`${name}\``);
  }
  const secret = sources.secrets.find((candidate) => candidate.name === name);
  if (!secret) return { code: "unknown_secret", message: `There is no secret \`${name}\`.` };
  try {
    return checkedHeader(sources.open(secret.sealed, name), `The secret \`${name}\``);
  } catch {
    return { code: "secret_unreadable", message: `The secret \`${name}\` is not sealed to this gateway.` };
  }
}

function checkedHeader(value: string, what: string): string | Omit<ApplyProblem, "path"> {
  if (/^[\x21-\x7e]+$/.test(value)) return value;
  return { code: "secret_unreadable", message: `${what} holds characters that no API key has.` };
}
