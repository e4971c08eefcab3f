import type { Route } from "@meridian/routing";

/** The route as it holds for a request whose caller bounds the whole of it; null: the caller does not. */
export function withTimeout(route: Route, timeoutMs: number | null): Route {
  if (timeoutMs === null) return route;
  const totalMs = Math.min(timeoutMs, route.timeouts.totalMs ?? timeoutMs);
  return { ...route, timeouts: { ...route.timeouts, totalMs } };
}
