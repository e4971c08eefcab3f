import type { CredentialReference, RoutingTable } from "@meridian/routing";
import type { DiagnosticCode, EnvironmentSnapshot } from "@meridian/routing-config";
import type { UpstreamCredential } from "../upstream/create-upstream-target.ts";

/** Something that keeps a config from being served, and which part of it. */
export type ApplyProblem = { readonly code: DiagnosticCode; readonly path: string; readonly message: string };

export type CredentialSources = {
  readonly secrets: EnvironmentSnapshot["secrets"];
  /** Throws when the secret cannot be opened. */
  readonly open: (sealedBase64: string, name: string) => string;
  readonly readEnvironmentVariable: (name: string) => string | undefined;
};

/**
 * The credential of each upstream, by index, and everything that is wrong with getting them. That each secret may be sent
 * to its upstream's host was checked with the document.
 */
export function resolveCredentials(
  table: RoutingTable,
  sources: CredentialSources,
): { readonly credentials: readonly UpstreamCredential[]; readonly problems: readonly ApplyProblem[] } {
  const problems: ApplyProblem[] = [];
  const read = (reference: CredentialReference, path: string): string => {
    const resolved = resolveReference(reference, sources);
    if (typeof resolved === "string") return resolved;
    problems.push({ ...resolved, path });
    return "";
  };
  const credentials = table.upstreams.map(({ name, apiKey, aws }): UpstreamCredential => {
    const path = `upstreams.${name}`;
    if (!aws) return apiKey && read(apiKey, `${path}.api_key`);
    return {
      accessKeyId: read(aws.accessKeyId, `${path}.aws.access_key_id`),
      secretAccessKey: read(aws.secretAccessKey, `${path}.aws.secret_access_key`),
      ...(aws.sessionToken ? { sessionToken: read(aws.sessionToken, `${path}.aws.session_token`) } : {}),
    };
  });
  return { credentials, problems };
}

function resolveReference(
  { from, name }: CredentialReference,
  sources: CredentialSources,
): string | Omit<ApplyProblem, "path"> {
  if (from === "env") {
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
