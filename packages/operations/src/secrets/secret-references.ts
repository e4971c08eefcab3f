import { credentialsOf } from "@meridian/routing";
import { checkRoutingConfig } from "@meridian/routing-config";
import { findActiveDeployment } from "../environment/find-active-deployment.ts";
import type { Transaction } from "../operation-context.ts";

/** Where the config that is active now uses secrets. */
export type SecretReferences = {
  /** Number of the active config version; null before the first publish. */
  readonly configVersion: number | null;
  /** Names of the upstreams that use a secret, in the order of the document. */
  readonly upstreamsOf: (secretName: string) => readonly string[];
};

/** Reads them for one environment. */
export async function secretReferences(db: Transaction, environmentId: string): Promise<SecretReferences> {
  const version = (await findActiveDeployment(db, environmentId))?.configVersion;
  const upstreams = version ? (checkRoutingConfig(version.yaml).table?.upstreams ?? []) : [];
  return {
    configVersion: version?.number ?? null,
    upstreamsOf: (secretName) =>
      upstreams
        .filter((upstream) =>
          credentialsOf(upstream).some(({ from, name }) => from === "secret" && name === secretName),
        )
        .map(({ name }) => name),
  };
}
