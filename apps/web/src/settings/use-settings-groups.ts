"use client";

import { can } from "@meridian/access";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { settingsGroups } from "./settings-pages.ts";

/** The groups with the pages that this person's role may see; without those that would be empty. */
export function useSettingsGroups(): typeof settingsGroups {
  const { role } = useWorkspace();
  return settingsGroups
    .map(({ label, pages }) => ({ label, pages: pages.filter(({ scope }) => scope === null || can(role, scope)) }))
    .filter(({ pages }) => pages.length > 0);
}
