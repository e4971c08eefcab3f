import type { Place } from "./paths.ts";

type WorkspaceEntry = { readonly slug: string; readonly environments: readonly { readonly name: string }[] };

/** Where a person lands: production of their first workspace, else its first environment. null without any. */
export function firstPlace(workspaces: readonly WorkspaceEntry[]): Place | null {
  for (const { slug, environments } of workspaces) {
    const environment = environments.find(({ name }) => name === "production") ?? environments[0];
    if (environment) return { workspace: slug, environment: environment.name };
  }
  return null;
}
