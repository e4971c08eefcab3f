import { isTimeToWait, type NoPlan, type Skipped, type SkipReason } from "@meridian/routing";
import { type GatewayError, gatewayError } from "../errors.ts";

const capabilityReasons: readonly SkipReason[] = [
  "endpoint",
  "context_window",
  "tools",
  "vision",
  "json_schema",
  "unsupported_field",
];

/** What the caller is told when routing found nowhere to send the request. */
export function errorOfNoPlan(why: NoPlan): GatewayError {
  switch (why.kind) {
    case "unknown_model": {
      const names = why.close.map((name) => `\`${name}\``).join(", ");
      const hint = why.close.length > 0 ? ` Did you mean ${names}?` : " `GET /v1/models` lists those that exist.";
      return gatewayError("model_not_found", `There is no model \`${why.model}\` here.${hint}`, "model");
    }
    case "route_forbidden":
      return gatewayError("route_forbidden", `This gateway key may not use the route \`${why.route}\`.`, "model");
    case "no_eligible_upstream":
      return noEligible(why.route, why.skipped);
    case "none_available":
      return noneAvailable(why.route, why.skipped, why.retryAfterMs);
  }
}

function noEligible(route: string, skipped: readonly Skipped[]): GatewayError {
  const reasons = skipped.map(({ name, why }) => `\`${name}\`: ${why}`).join("; ");
  const capable = skipped.some((upstream) => !capabilityReasons.includes(upstream.reason));
  return capable || skipped.length === 0
    ? gatewayError("no_eligible_upstream", `No upstream of the route \`${route}\` may serve this request: ${reasons}.`)
    : gatewayError("not_capable", `No upstream of the route \`${route}\` can serve this request: ${reasons}.`);
}

function noneAvailable(route: string, skipped: readonly Skipped[], retryAfterMs: number | null): GatewayError {
  // What could never serve it has no say in whether waiting helps.
  const able = skipped.filter(
    ({ reason }) => !capabilityReasons.includes(reason) && !reason.startsWith("requirement_"),
  );
  const limited = able.length > 0 && able.every(({ reason }) => isTimeToWait(reason));
  const error = limited
    ? gatewayError(
        "upstreams_rate_limited",
        `Every upstream of the route \`${route}\` is rate limited, or has used up its own limits.`,
      )
    : gatewayError("no_upstream_available", `No upstream of the route \`${route}\` is available right now.`);
  return { ...error, retryAfterMs };
}
