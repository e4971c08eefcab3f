import { parseRoutingDocument } from "@meridian/routing-config";
import { findActiveDeployment } from "../environment/find-active-deployment.ts";
import { OperationError } from "../errors.ts";
import type { Transaction } from "../operation-context.ts";

/**
 * Throws `invalid_input` when the active config has no such upstream, or no such target of the route: an order about a
 * name that nobody has would seem to work and do nothing.
 */
export async function requireKnownPlace(
  tx: Transaction,
  environmentId: string,
  place: { readonly upstream: string; readonly route: string | null },
): Promise<void> {
  const version = (await findActiveDeployment(tx, environmentId))?.configVersion;
  const document = version && parseRoutingDocument(version.yaml).document;
  if (!document) throw new OperationError("invalid_input", "Nothing is published that could be overridden.");
  if (!Object.hasOwn(document.upstreams, place.upstream)) {
    throw new OperationError("invalid_input", `upstream: version ${version.number} has no upstream ${place.upstream}.`);
  }
  if (place.route === null) return;
  const route = Object.hasOwn(document.routes, place.route) ? document.routes[place.route] : undefined;
  if (!route)
    throw new OperationError("invalid_input", `route: version ${version.number} has no route ${place.route}.`);
  if (!route.targets.some(({ upstream }) => upstream === place.upstream)) {
    throw new OperationError("invalid_input", `upstream: ${place.upstream} is not a target of route ${place.route}.`);
  }
}
