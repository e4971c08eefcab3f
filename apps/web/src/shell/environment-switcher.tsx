"use client";

import { Check, ChevronsUpDown, Layers } from "lucide-react";
import { useRouter } from "next/navigation";
import { Button } from "../ui/button.tsx";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuSeparator, MenuTrigger } from "../ui/menu.tsx";
import { paths } from "./paths.ts";
import { useWorkspace } from "./workspace-context.tsx";

/** Which environment, of which workspace. */
export function EnvironmentSwitcher() {
  const { workspaceName, workspaces, environmentName, environments, place } = useWorkspace();
  const router = useRouter();
  const others = workspaces.filter(({ slug }) => slug !== place.workspace);
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button
          variant="ghost"
          className="max-w-56 px-2 text-foreground"
          aria-label={`Environment ${environmentName} of ${workspaceName}. Change it`}
        >
          <Layers className="text-muted" />
          <span className="truncate">{environmentName}</span>
          <ChevronsUpDown className="size-3.5! text-muted" />
        </Button>
      </MenuTrigger>
      <MenuContent align="start">
        <MenuLabel>{workspaceName}</MenuLabel>
        {environments.map(({ id, name }) => (
          <MenuItem key={id} onSelect={() => router.push(paths.overview({ ...place, environment: name }))}>
            <Layers /> {name}
            {name === environmentName && <Check className="ml-auto" aria-label="Now" />}
          </MenuItem>
        ))}
        {others.length > 0 && <MenuSeparator />}
        {others.map(({ slug, name, firstEnvironment }) => (
          <MenuItem
            key={slug}
            disabled={firstEnvironment === null}
            onSelect={() => router.push(paths.overview({ workspace: slug, environment: firstEnvironment ?? "" }))}
          >
            {name}
          </MenuItem>
        ))}
      </MenuContent>
    </Menu>
  );
}
