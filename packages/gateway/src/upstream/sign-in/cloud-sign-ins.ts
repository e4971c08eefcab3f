import type { EntraApplication } from "@meridian/routing";
import { awsStsAddress, entraSignIn, googleTokenAddress } from "@meridian/routing-config";
import type { Pool } from "undici";
import { assumeRole, type LentByRole } from "../aws/assume-role.ts";
import type { AwsCredentials } from "../aws/aws-credentials.ts";
import type { CredentialsPlace } from "./ask-credentials.ts";
import { askToken, type BearerToken } from "./bearer-token.ts";
import { KeptSignIns } from "./kept-sign-ins.ts";
import { RenewedCredentials } from "./renewed-credentials.ts";
import { type ServiceAccount, signAssertion } from "./service-account.ts";

/** Where clouds give out credentials: their own addresses, but in tests. */
export type SignInAddresses = {
  readonly sts: (region: string) => string;
  readonly google: string;
  readonly entra: (host: string, tenantId: string) => { readonly address: string; readonly scope: string };
};

const ownAddresses: SignInAddresses = { sts: awsStsAddress, google: googleTokenAddress, entra: entraSignIn };

/** What upstreams are called with that clouds give out for a time, kept across config changes. */
export class CloudSignIns {
  readonly #roles = new KeptSignIns<RenewedCredentials<LentByRole>>();
  readonly #tokens = new KeptSignIns<RenewedCredentials<BearerToken>>();
  readonly #poolOf: (origin: string) => Pool;
  readonly #addresses: SignInAddresses;

  constructor(poolOf: (origin: string) => Pool, addresses: Partial<SignInAddresses> = {}) {
    this.#poolOf = poolOf;
    this.#addresses = { ...ownAddresses, ...addresses };
  }

  /** The temporary credentials of a role, which others of AWS assume. */
  role(roleArn: string, region: string, by: AwsCredentials): RenewedCredentials<LentByRole> {
    const { accessKeyId, secretAccessKey, sessionToken } = by;
    return this.#roles.get([roleArn, region, accessKeyId, secretAccessKey, sessionToken], () => {
      const { origin } = new URL(this.#addresses.sts(region));
      return assumeRole({ roleArn, region, by, pool: this.#poolOf(origin), origin, clock: Date.now });
    });
  }

  /** The token of a service account of Google Cloud. */
  google(account: ServiceAccount): RenewedCredentials<BearerToken> {
    return this.#tokens.get(["google", account.fingerprint], () => {
      const place = this.#place("Google", this.#addresses.google);
      const ask = async (nowMs: number): Promise<BearerToken> => {
        const assertion = signAssertion(account, googleTokenAddress, nowMs);
        const form = { grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion };
        return askToken(place, form, nowMs, googleHint);
      };
      return new RenewedCredentials({ ask, clock: Date.now });
    });
  }

  /** The token of an application of Microsoft Entra, for Azure OpenAI at a host. */
  entra({ tenantId, clientId }: EntraApplication, secret: string, host: string): RenewedCredentials<BearerToken> {
    const { address, scope } = this.#addresses.entra(host, tenantId);
    return this.#tokens.get(["entra", address, scope, clientId, secret], () => {
      const place = this.#place("Microsoft Entra", address);
      const form = { grant_type: "client_credentials", client_id: clientId, client_secret: secret, scope };
      return new RenewedCredentials({ ask: (nowMs) => askToken(place, form, nowMs, entraHint), clock: Date.now });
    });
  }

  #place(who: string, address: string): CredentialsPlace {
    const { origin, pathname, search } = new URL(address);
    return { who, pool: this.#poolOf(origin), path: `${pathname}${search}` };
  }
}

const googleHint = (word: string): string =>
  word === "invalid_grant"
    ? "Its key may have been deleted, its account disabled, or this machine's clock may be wrong."
    : "Store a new JSON key of the service account as the secret.";

const entraHint = (word: string): string =>
  word === "invalid_client"
    ? "Its client secret may have expired, or the secret's id may stand where its value should: store the value of a new one."
    : "Check `tenant_id` and `client_id`.";
