import { can } from "@meridian/access";
import { apiServer } from "../auth/api-server.ts";
import { firstPlace } from "../shell/first-place.ts";
import { paths } from "../shell/paths.ts";
import type { Outputs } from "../trpc/outputs.ts";

/**
 * Where a person lands: the overview of their first place, or the way to the first request when nothing serves there and
 * they may change that. null for a member of nothing.
 *
 * @param lastPlace where they were last, as the browser remembers it
 */
export async function firstAddress(
  { user, workspaces }: Outputs["me"]["get"],
  lastPlace: string | null,
): Promise<string | null> {
  const place = firstPlace(workspaces, lastPlace);
  if (place === null) return null;
  const workspace = workspaces.find(({ slug }) => slug === place.workspace);
  const environment = workspace?.environments.find(({ name }) => name === place.environment);
  if (!workspace || !environment || !can(workspace.role, "upstreams:test")) return paths.overview(place);
  const caller = (await apiServer()).callerFor(user.id);
  const active = await caller.deployments.active({ environmentId: environment.id });
  return active === null ? paths.start(place) : paths.overview(place);
}
