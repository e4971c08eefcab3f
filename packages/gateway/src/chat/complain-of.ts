import type { FailureCause, Upstream } from "@meridian/routing";
import type { ActiveEnvironment } from "../environments/active-environment.ts";
import type { Exchange } from "../server/exchange.ts";

/** What nobody but the operator can put right is said loudly. */
export function complainOf(
  cause: FailureCause,
  { context }: Exchange,
  { environmentId }: ActiveEnvironment,
  upstream: Upstream,
  status: number,
): void {
  if (cause !== "credentials" && cause !== "model_not_found") return;
  context.log.error({ environmentId, upstream: upstream.name, status }, `the upstream is misconfigured: ${cause}`);
}
