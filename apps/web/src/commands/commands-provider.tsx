"use client";

import { can } from "@meridian/access";
import { createContext, type ReactNode, use, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { useWorkspace } from "../shell/workspace-context.tsx";
import type { Command } from "./command.ts";
import { CommandRegistry } from "./command-registry.ts";

const Context = createContext<CommandRegistry | null>(null);

/** Holds what can be done from the keyboard, for the palette, the shortcuts and their list. */
export function CommandsProvider({ children }: { readonly children: ReactNode }) {
  const [registry] = useState(() => new CommandRegistry());
  return <Context value={registry}>{children}</Context>;
}

function useRegistry(): CommandRegistry {
  const registry = use(Context);
  if (registry === null) throw new Error("Commands belong below CommandsProvider");
  return registry;
}

/** Offers commands while the component is on the page. Memoize the list. */
export function useCommands(commands: readonly Command[]): void {
  const registry = useRegistry();
  const [owner] = useState(() => Symbol("commands"));
  useEffect(() => registry.offer(owner, commands), [registry, owner, commands]);
  useEffect(() => () => registry.offer(owner, []), [registry, owner]);
}

/** Everything that this person may do now. */
export function useOfferedCommands(): readonly Command[] {
  const { role } = useWorkspace();
  const registry = useRegistry();
  const all = useSyncExternalStore(registry.subscribe, registry.all, registry.all);
  return useMemo(() => all.filter(({ scope }) => scope === undefined || can(role, scope)), [all, role]);
}
