import { checkRoutingConfig } from "@meridian/routing-config";
import { findActiveDeployment } from "../environment/find-active-deployment.ts";
import { secretHostsOf } from "../environment/secret-hosts-of.ts";
import { OperationError } from "../errors.ts";
import type { Transaction } from "../operation-context.ts";

/**
 * Throws `conflict` when an upstream of the active config would send the secret to a host that is not among these:
 * gateways would reject the config, and be stuck on what they serve now.
 */
export async function requireHostsFit(
  tx: Transaction,
  environmentId: string,
  name: string,
  allowedHosts: readonly string[],
): Promise<void> {
  const active = await findActiveDeployment(tx, environmentId);
  if (!active) return;
  const secretHosts = new Map(await secretHostsOf(tx, environmentId)).set(name, allowedHosts);
  const { diagnostics } = checkRoutingConfig(active.configVersion.yaml, {
    mode: "workspace",
    secretNames: [...secretHosts.keys()],
    secretHosts,
  });
  const said = diagnostics.find(({ code, message }) => code === "secret_host" && message.includes(`\`${name}\``));
  if (!said) return;
  const version = `Version ${active.configVersion.number}, which is active, needs another host`;
  throw new OperationError("conflict", `${version}: ${said.message}`);
}
