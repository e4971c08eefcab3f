import type { Upstream } from "@meridian/routing";
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
    (each) => each.name === upstream?.name && each.identity === upstream.identity && sameCredentials(each, upstream),
  );
  return now.targets[same ?? -1] ?? begun;
}

/** Whether the same references stand there: what they refer to may be another value by now. */
const sameCredentials = (a: Upstream, b: Upstream): boolean =>
  JSON.stringify(referencesOf(a)) === JSON.stringify(referencesOf(b));

const referencesOf = ({ apiKey, aws, entra, google }: Upstream) => [apiKey, aws, entra, google];
