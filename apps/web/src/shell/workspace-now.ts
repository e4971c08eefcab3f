import type { Outputs } from "../trpc/outputs.ts";
import { firstPlace } from "./first-place.ts";
import type { Place } from "./paths.ts";
import type { WorkspaceNow } from "./workspace-context.tsx";

/** What screens know of where they are; null when the account has no such workspace or environment. */
export function workspaceNow({ user, workspaces }: Outputs["me"]["get"], place: Place): WorkspaceNow | null {
  const workspace = workspaces.find(({ slug }) => slug === place.workspace);
  const environment = workspace?.environments.find(({ name }) => name === place.environment);
  if (!workspace || !environment) return null;
  return {
    place,
    workspaceId: workspace.id,
    workspaceName: workspace.name,
    environmentId: environment.id,
    environmentName: environment.name,
    environments: workspace.environments,
    workspaces: workspaces.map((each) => ({
      slug: each.slug,
      name: each.name,
      firstEnvironment: firstPlace([each])?.environment ?? null,
    })),
    user: { id: user.id, name: user.name, email: user.email },
    role: workspace.role,
    demo: workspace.demo,
  };
}
