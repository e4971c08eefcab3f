import type { ActiveEnvironment } from "./active-environment.ts";
import type { EnvironmentRegistry } from "./environment-registry.ts";

/**
 * How to call an upstream of an environment, by index of its table, with the credential that holds now: a request ends on
 * the table that it began with, but a secret that was rotated since may no longer open anything.
 */
export function currentTarget(
  registry: Pick<EnvironmentRegistry, "get">,
  environment: ActiveEnvironment,
  index: number,
): ActiveEnvironment["targets"][number] {
  // Targets stand in the order of the table's upstreams.
  const begun = environment.targets[index]!;
  const now = registry.get(environment.environmentId);
  if (!now || now.targets === environment.targets) return begun;
  const upstream = environment.table?.upstreams[index];
  const same = now.table?.upstreams.findIndex(
    ({ name, identity, apiKey }) =>
      name === upstream?.name && identity === upstream.identity && sameReference(apiKey, upstream.apiKey),
  );
  return now.targets[same ?? -1] ?? begun;
}

type Reference = { readonly from: string; readonly name: string } | null;

const sameReference = (a: Reference, b: Reference): boolean => a?.from === b?.from && a?.name === b?.name;
