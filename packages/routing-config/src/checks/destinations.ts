import { addressKind } from "../address-kind.ts";
import { compileUpstream } from "../compile/compile-upstream.ts";
import type { Finding } from "../finding.ts";
import { hostAllowed } from "../host-allowed.ts";
import { hostOf } from "../host-of.ts";
import type { UpstreamDocument } from "../schema/upstream.ts";
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

const secretProblems = (
  name: string,
  host: string,
  { api_key: key }: UpstreamDocument,
  secretHosts: CheckOptions["secretHosts"],
): readonly Finding[] => {
  const allowed = key?.from === "secret" ? secretHosts?.get(key.name) : undefined;
  if (key === undefined || allowed === undefined || hostAllowed(host, allowed)) return [];
  return [
    {
      code: "secret_host",
      severity: "error",
      path: ["upstreams", name, "base_url"],
      message: `The secret \`${key.name}\` may not be sent to \`${host}\`.`,
      hint: `It may be sent to ${allowed.map((each) => `\`${each}\``).join(", ") || "no host"}: change the address, or store the secret again with this host.`,
    },
  ];
};
