import { encodeModelName } from "@meridian/chat-protocol";
import { credentialsOf, type Upstream } from "@meridian/routing";
import type { AwsCredentials } from "./aws/aws-credentials.ts";
import { AwsSigner } from "./aws/aws-signer.ts";
import { BearerSigner } from "./sign-in/bearer-token.ts";
import type { CallSigner } from "./sign-in/call-signer.ts";
import type { ServiceAccount } from "./sign-in/service-account.ts";
import type { UpstreamPools } from "./upstream-pools.ts";
import type { UpstreamTarget } from "./upstream-target.ts";
import { upstreamWays } from "./upstream-ways.ts";

/** The credential itself: what calls carry, or what they are signed or signed in with. */
export type UpstreamCredential =
  | { readonly kind: "key"; readonly key: string }
  | { readonly kind: "aws"; readonly own: AwsCredentials }
  | { readonly kind: "entra"; readonly secret: string }
  | { readonly kind: "google"; readonly account: ServiceAccount }
  | null;

/** Works out once how an upstream is called. */
export function createUpstreamTarget(
  upstream: Upstream,
  credential: UpstreamCredential,
  pools: UpstreamPools,
): UpstreamTarget {
  const address = new URL(upstream.baseUrl);
  return {
    connections: pools.calls(address.origin),
    pool: pools.get(address.origin),
    ways: upstreamWays(upstream, credential?.kind === "key" ? credential.key : null),
    modelJson: upstream.upstreamModel === null ? null : encodeModelName(upstream.upstreamModel),
    signer: signerOf(upstream, address, credential, pools),
    secretNames: credentialsOf(upstream).flatMap(({ from, name }) => (from === "secret" ? [name] : [])),
    takesUsageOption: true,
  };
}

function signerOf(
  { aws, entra }: Upstream,
  { origin, hostname }: URL,
  credential: UpstreamCredential,
  { signIns }: UpstreamPools,
): CallSigner | null {
  switch (credential?.kind) {
    case "aws": {
      if (!aws) return null;
      const { region, roleArn } = aws;
      const source = roleArn === null ? { get: () => credential.own } : signIns.role(roleArn, region, credential.own);
      return new AwsSigner({ region, service: "bedrock", origin }, source);
    }
    case "entra":
      return entra ? new BearerSigner(signIns.entra(entra, credential.secret, hostname)) : null;
    case "google":
      return new BearerSigner(signIns.google(credential.account));
    default:
      return null;
  }
}
