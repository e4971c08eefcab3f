"use client";

import { can, type Role, type Scope } from "@meridian/access";
import { createContext, type ReactNode, use } from "react";
import type { Place } from "./paths.ts";

export type WorkspaceEnvironment = { readonly id: string; readonly name: string };

/** Where the person is and who they are there. */
export type WorkspaceNow = {
  readonly place: Place;
  readonly workspaceId: string;
  readonly workspaceName: string;
  readonly environmentId: string;
  readonly environmentName: string;
  readonly environments: readonly WorkspaceEnvironment[];
  readonly workspaces: readonly {
    readonly slug: string;
    readonly name: string;
    readonly firstEnvironment: string | null;
  }[];
  readonly user: { readonly id: string; readonly name: string; readonly email: string };
  readonly role: Role;
  /** This is the workspace of the demo. */
  readonly demo: boolean;
};

const Context = createContext<WorkspaceNow | null>(null);

export function WorkspaceProvider({ now, children }: { readonly now: WorkspaceNow; readonly children: ReactNode }) {
  return <Context value={now}>{children}</Context>;
}

export function useWorkspace(): WorkspaceNow {
  const now = use(Context);
  if (now === null) throw new Error("useWorkspace belongs below WorkspaceProvider");
  return now;
}

/** Whether this person's role permits something here. The server decides anew; this only saves people a refusal. */
export function useCan(scope: Scope): boolean {
  return can(useWorkspace().role, scope);
}
