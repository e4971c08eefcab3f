import type { CredentialReference } from "@meridian/routing";
import { addressKind } from "../address-kind.ts";
import { compileUpstream } from "../compile/compile-upstream.ts";
import type { Finding } from "../finding.ts";
import { awsStsAddress, entraSignIn, googleTokenAddress } from "../defaults.ts";
import { hostAllowed } from "../host-allowed.ts";
import { hostOf } from "../host-of.ts";
import type { UpstreamDocument } from "../schema/upstream.ts";
import type { YamlPath } from "../yaml-path.ts";
import type { CheckOptions, DocumentCheck } from "./document-check.ts";

/** No upstream stands where no gateway may call, and no secret is sent to a host that it is not meant for. */
export const checkDestinations: DocumentCheck = (document, { secretHosts }, broken) =>
  Object.entries(document.upstreams).flatMap(([name, upstream]) => {
    const { baseUrl } = compileUpstream(name, upstream);
    if (baseUrl === "" || broken.touches(["upstreams", name])) return [];
    const host = hostOf(baseUrl);
    return [...addressProblems(name, host), ...secretProblems(name, host, upstream, secretHosts)];
  });

const addressProblems = (name: string, host: string): readonly Finding[] =>
  addressKind(host) === "forbidden"
    ? [
        {
          code: "address_refused",
          severity: "error",
          path: ["upstreams", name, "base_url"],
          message: `\`${host}\` is a link-local, metadata, unspecified or reserved address: no gateway calls it.`,
          hint: "Write the address that the upstream itself listens on.",
        },
      ]
    : [];

/** One finding for each secret that would reach a host that it is not meant for. */
const secretProblems = (
  name: string,
  host: string,
  upstream: UpstreamDocument,
  secretHosts: CheckOptions["secretHosts"],
): readonly Finding[] => {
  const { api_key: key } = upstream;
  const sent = [...(key === undefined ? [] : [[key, host, "base_url"] as const]), ...cloudSends(host, upstream)];
  return sent.flatMap(([reference, to, at]) => refusals(reference, to, ["upstreams", name, at], secretHosts));
};

/** Where credentials of clouds go, and in which block they stand. */
const cloudSends = (
  host: string,
  { provider, aws, azure, google }: UpstreamDocument,
): readonly (readonly [reference: CredentialReference, host: string, block: string])[] => {
  switch (provider) {
    case "bedrock": {
      if (aws === undefined) return [];
      // Who assumes a role shows its own credentials to STS alone, and the role's to Bedrock.
      const signsFor = aws.role_arn === undefined ? host : hostOf(awsStsAddress(aws.region));
      return [aws.access_key_id, aws.secret_access_key, aws.session_token].flatMap((each) =>
        each === undefined ? [] : [[each, signsFor, "aws"] as const],
      );
    }
    // Whoever gets the token can do for an hour what the secret could: it has to be meant for that host too.
    case "azure-openai": {
      const secret = azure?.client_secret;
      const signsIn = hostOf(entraSignIn(host, "common").address);
      return secret === undefined ? [] : [signsIn, host].map((each) => [secret, each, "azure"] as const);
    }
    case "gemini": {
      const key = google?.service_account;
      const signsIn = hostOf(googleTokenAddress);
      return key === undefined ? [] : [signsIn, host].map((each) => [key, each, "google"] as const);
    }
    default:
      return [];
  }
};

const refusals = (
  reference: CredentialReference,
  host: string,
  path: YamlPath,
  secretHosts: CheckOptions["secretHosts"],
): readonly Finding[] => {
  const allowed = reference.from === "secret" ? secretHosts?.get(reference.name) : undefined;
  if (allowed === undefined || hostAllowed(host, allowed)) return [];
  return [
    {
      code: "secret_host",
      severity: "error",
      path,
      message: `The secret \`${reference.name}\` may not be sent to \`${host}\`.`,
      hint: `It may be sent to ${allowed.map((each) => `\`${each}\``).join(", ") || "no host"}: change the address, or store the secret again with this host.`,
    },
  ];
};
