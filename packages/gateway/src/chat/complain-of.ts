import type { FailureCause, Upstream } from "@meridian/routing";
import type { ActiveEnvironment } from "../environments/active-environment.ts";
import type { Exchange } from "../server/exchange.ts";

/** What nobody but the operator can put right is said loudly. */
export function complainOf(
  cause: FailureCause,
  { context, account }: Exchange,
  { environmentId }: ActiveEnvironment,
  upstream: Upstream,
  status: number,
  why: string | undefined,
): void {
  const about = { environmentId, upstream: upstream.name, status, why };
  if (cause === "model_not_found" && upstream.upstreamModel === null) {
    // The name is the caller's, and may well be the caller's mistake: it is said once.
    const unknown = context.unknownModels.firstTime(environmentId, upstream.name, account.requestedModel);
    if (unknown)
      context.log.warn({ ...about, ...unknown }, "the upstream does not know the model that a request names");
  } else if (cause === "credentials" || cause === "model_not_found") {
    context.log.error(about, `the upstream is misconfigured: ${cause}`);
  } else if (why !== undefined) context.log.warn(about, "signing in for the upstream failed");
}
