import { checkRoutingConfig, type RoutingDocument } from "@meridian/routing-config";
import { secretHostsOf } from "../environment/secret-hosts-of.ts";
import { OperationError } from "../errors.ts";
import type { Transaction } from "../operation-context.ts";

/** The document, if a gateway can serve it with the secrets that the environment has today. Throws `config_rejected`. */
export async function requireValidConfig(
  tx: Transaction,
  environmentId: string,
  yaml: string,
): Promise<RoutingDocument> {
  const secretHosts = await secretHostsOf(tx, environmentId);
  const secretNames = [...secretHosts.keys()].sort();
  const { diagnostics, document, table } = checkRoutingConfig(yaml, { mode: "workspace", secretNames, secretHosts });
  if (document && table) return document;
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const [first] = errors;
  const others = errors.length > 1 ? ` And ${errors.length - 1} more.` : "";
  const where = first ? `Line ${first.range.start.line}: ${first.message}` : "";
  throw new OperationError("config_rejected", `The document has errors. ${where}${others}`, diagnostics);
}
