"use client";

import type { Scope } from "@meridian/access";
import { Lock } from "lucide-react";
import { roleWords } from "./role-words.ts";
import { useCan, useWorkspace } from "./workspace-context.tsx";
import { Callout } from "../ui/callout.tsx";

/** Why something is not offered here, for who may not do it; nothing for who may. */
export function PermissionNotice({ scope, children }: { readonly scope: Scope; readonly children: string }) {
  const { role } = useWorkspace();
  if (useCan(scope)) return null;
  return (
    <Callout icon={Lock} title={`You are here as ${roleWords[role].toLowerCase()}`}>
      {children}
    </Callout>
  );
}
