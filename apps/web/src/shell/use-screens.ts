"use client";

import { can } from "@meridian/access";
import { useMemo } from "react";
import { type Screen, screens } from "./screens.ts";
import { useWorkspace } from "./workspace-context.tsx";

/** The screens that this person's role may see. */
export function useScreens(): readonly Screen[] {
  const { role } = useWorkspace();
  return useMemo(() => screens.filter(({ scope }) => scope === undefined || can(role, scope)), [role]);
}
