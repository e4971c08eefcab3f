import type { Place } from "./paths.ts";

type WorkspaceEntry = { readonly slug: string; readonly environments: readonly { readonly name: string }[] };

/** Where a browser keeps the place that the person was in last. */
export const placeCookie = "meridian-place";

/**
 * Where a person lands: where they were last if that is still theirs, else production of their first workspace, else its
 * first environment. null without any.
 *
 * @param remembered the cookie's value; anybody may have written it
 */
export function firstPlace(workspaces: readonly WorkspaceEntry[], remembered: string | null = null): Place | null {
  const [lastWorkspace, lastEnvironment] = read(remembered);
  const last = workspaces.find(({ slug }) => slug === lastWorkspace);
  const found = last?.environments.find(({ name }) => name === lastEnvironment);
  if (last && found) return { workspace: last.slug, environment: found.name };
  for (const { slug, environments } of last ? [last, ...workspaces] : workspaces) {
    const environment = environments.find(({ name }) => name === "production") ?? environments[0];
    if (environment) return { workspace: slug, environment: environment.name };
  }
  return null;
}

function read(remembered: string | null): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(decodeURIComponent(remembered ?? "[]"));
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
