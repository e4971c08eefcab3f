import { encodeModelName } from "@meridian/chat-protocol";
import { credentialsOf, type Upstream } from "@meridian/routing";
import type { AwsCredentials } from "./aws/aws-credentials.ts";
import { AwsSigner } from "./aws/aws-signer.ts";
import type { UpstreamPools } from "./upstream-pools.ts";
import type { UpstreamTarget } from "./upstream-target.ts";
import { upstreamWays } from "./upstream-ways.ts";

/** The credential itself: an API key, what signs for AWS, or none. */
export type UpstreamCredential = string | AwsCredentials | null;

/** Works out once how an upstream is called. */
export function createUpstreamTarget(
  upstream: Upstream,
  credential: UpstreamCredential,
  pools: UpstreamPools,
): UpstreamTarget {
  const { origin } = new URL(upstream.baseUrl);
  const key = typeof credential === "string" ? credential : null;
  return {
    pool: pools.get(origin),
    ways: upstreamWays(upstream, key),
    modelJson: upstream.upstreamModel === null ? null : encodeModelName(upstream.upstreamModel),
    signer:
      credential !== null && typeof credential !== "string" ? signerOf(upstream, origin, credential, pools) : null,
    secretNames: credentialsOf(upstream).flatMap(({ from, name }) => (from === "secret" ? [name] : [])),
    takesUsageOption: true,
  };
}

function signerOf({ aws }: Upstream, origin: string, own: AwsCredentials, pools: UpstreamPools): AwsSigner | null {
  if (!aws) return null;
  const { region, roleArn } = aws;
  const source = roleArn === null ? { get: () => own } : pools.roles.get(roleArn, region, own);
  return new AwsSigner({ region, service: "bedrock", origin }, source);
}
