import { hash } from "node:crypto";
import { awsStsAddress } from "@meridian/routing-config";
import type { Pool } from "undici";
import { AssumedRole } from "./assumed-role.ts";
import type { AwsCredentials } from "./aws-credentials.ts";

/** More are not remembered; whoever uses a forgotten one keeps it. */
const maxRoles = 1_000;

/** Roles that upstreams have assumed, kept across config changes: what STS lent is not asked for again. */
export class AwsRoles {
  readonly #roles = new Map<string, AssumedRole>();
  readonly #poolOf: (origin: string) => Pool;
  readonly #addressOf: (region: string) => string;

  constructor(poolOf: (origin: string) => Pool, addressOf = awsStsAddress) {
    this.#poolOf = poolOf;
    this.#addressOf = addressOf;
  }

  get(roleArn: string, region: string, by: AwsCredentials): AssumedRole {
    const { accessKeyId, secretAccessKey, sessionToken } = by;
    const use = hash("sha256", JSON.stringify([roleArn, region, accessKeyId, secretAccessKey, sessionToken]));
    let role = this.#roles.get(use);
    if (!role) {
      const { origin } = new URL(this.#addressOf(region));
      role = new AssumedRole({ roleArn, region, by, pool: this.#poolOf(origin), origin, clock: Date.now });
      this.#roles.set(use, role);
      const [oldest] = this.#roles.keys();
      if (this.#roles.size > maxRoles && oldest !== undefined) this.#roles.delete(oldest);
    }
    return role;
  }
}
