import type { CredentialReference, RoutingTable } from "@meridian/routing";
import type { DiagnosticCode, EnvironmentSnapshot } from "@meridian/routing-config";
import type { UpstreamCredential } from "../upstream/create-upstream-target.ts";
import { readServiceAccount, type ServiceAccount } from "../upstream/sign-in/service-account.ts";

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
  const read = <Value>(reference: CredentialReference, path: string, as: ReadAs<Value>): Value | null => {
    const resolved = resolveReference(reference, sources);
    const value = typeof resolved === "string" ? as(resolved, nameOf(reference)) : resolved;
    if (!("code" in value)) return value.value;
    problems.push({ ...value, path });
    return null;
  };
  const credentials = table.upstreams.map(({ name, apiKey, aws, entra, google }): UpstreamCredential => {
    const path = `upstreams.${name}`;
    if (aws) {
      const accessKeyId = read(aws.accessKeyId, `${path}.aws.access_key_id`, asKey) ?? "";
      const secretAccessKey = read(aws.secretAccessKey, `${path}.aws.secret_access_key`, asKey) ?? "";
      const sessionToken = aws.sessionToken && read(aws.sessionToken, `${path}.aws.session_token`, asKey);
      return { kind: "aws", own: { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) } };
    }
    if (entra) {
      const secret = read(entra.clientSecret, `${path}.azure.client_secret`, asKey);
      return secret === null ? null : { kind: "entra", secret };
    }
    if (google) {
      const account = read(google.serviceAccount, `${path}.google.service_account`, asServiceAccount);
      return account && { kind: "google", account };
    }
    const key = apiKey && read(apiKey, `${path}.api_key`, asKey);
    return key === null ? null : { kind: "key", key };
  });
  return { credentials, problems };
}

type Unusable = Omit<ApplyProblem, "path">;
type ReadAs<Value> = (text: string, what: string) => { readonly value: Value } | Unusable;

function resolveReference({ from, name }: CredentialReference, sources: CredentialSources): string | Unusable {
  if (from === "env") {
    const value = sources.readEnvironmentVariable(name) ?? "";
    return value === "" ? { code: "env_missing", message: `The environment variable \`${name}\` is not set.` } : value;
  }
  const secret = sources.secrets.find((candidate) => candidate.name === name);
  if (!secret) return { code: "unknown_secret", message: `There is no secret \`${name}\`.` };
  try {
    return sources.open(secret.sealed, name);
  } catch {
    return { code: "secret_unreadable", message: `The secret \`${name}\` is not sealed to this gateway.` };
  }
}

const nameOf = ({ from, name }: CredentialReference): string =>
  from === "env" ? `The environment variable \`${name}\`` : `The secret \`${name}\``;

const asKey: ReadAs<string> = (text, what) =>
  /^[\x21-\x7e]+$/.test(text)
    ? { value: text }
    : { code: "secret_unreadable", message: `${what} holds characters that no API key has.` };

const asServiceAccount: ReadAs<ServiceAccount> = (text, what) => {
  const account = readServiceAccount(text);
  if (!("problem" in account)) return { value: account };
  const mend = "Create a key of the service account in Google Cloud as JSON, and store the whole file.";
  return { code: "secret_unreadable", message: `${what} is no key of a service account: ${account.problem}. ${mend}` };
};
