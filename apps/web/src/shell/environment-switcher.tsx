"use client";

import { Command } from "cmdk";
import { Building2, Check, ChevronsUpDown, Layers, type LucideIcon, Settings2 } from "lucide-react";
import { usePathname, useRouter } from "next/navigation";
import { Popover } from "radix-ui";
import { useState } from "react";
import { Button } from "../ui/button.tsx";
import { paths } from "./paths.ts";
import { sameScreen } from "./same-screen.ts";
import { useWorkspace } from "./workspace-context.tsx";

/** Which environment, of which workspace: found by typing, chosen with the arrows. */
export function EnvironmentSwitcher() {
  const { workspaceName, environmentName } = useWorkspace();
  const [open, setOpen] = useState(false);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <Button
          variant="ghost"
          className="max-w-64 px-2 text-foreground"
          aria-label={`${workspaceName} / ${environmentName}. Change the environment`}
        >
          <Layers className="text-muted" />
          <span className="hidden truncate text-muted sm:inline">{workspaceName} /</span>
          <span className="truncate">{environmentName}</span>
          <ChevronsUpDown className="size-3.5! text-muted" />
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={6}
          collisionPadding={12}
          aria-label="Workspaces and environments"
          className="z-50 w-72 max-w-[calc(100vw-1.5rem)] overflow-hidden rounded-lg border border-border bg-raised shadow-raised"
        >
          <PlaceList onChosen={() => setOpen(false)} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

const groupLook =
  "[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-1.5 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-[11.5px] [&_[cmdk-group-heading]]:text-muted";

function PlaceList({ onChosen }: { readonly onChosen: () => void }) {
  const { workspaceName, workspaces, environmentName, environments, place } = useWorkspace();
  const router = useRouter();
  const pathname = usePathname();
  const go = (path: string) => () => {
    onChosen();
    router.push(path);
  };
  return (
    <Command label="Workspaces and environments" loop>
      <Command.Input
        placeholder="Find an environment or workspace"
        className="h-10 w-full border-border border-b bg-transparent px-3.5 text-[13px] outline-none placeholder:text-muted"
      />
      <Command.List className="max-h-80 overflow-y-auto p-1.5" label="Workspaces and environments">
        <Command.Empty className="px-3 py-6 text-center text-[13px] text-muted">
          Nothing is called like that.
        </Command.Empty>
        <Command.Group heading={`Environments of ${workspaceName}`} className={groupLook}>
          {environments.map(({ id, name }) => (
            <Entry
              key={id}
              id={id}
              words={name}
              icon={Layers}
              now={name === environmentName}
              onSelect={go(sameScreen(pathname, { ...place, environment: name }))}
            />
          ))}
        </Command.Group>
        <Command.Group heading="Workspaces" className={groupLook}>
          {workspaces.map(({ slug, name, firstEnvironment }) => (
            <Entry
              key={slug}
              id={`workspace ${slug}`}
              words={name}
              icon={Building2}
              now={slug === place.workspace}
              disabled={firstEnvironment === null}
              onSelect={go(paths.overview({ workspace: slug, environment: firstEnvironment ?? "" }))}
            />
          ))}
        </Command.Group>
        <Command.Group className="mt-1 border-border border-t pt-1">
          <Entry
            id="manage"
            words="Manage environments"
            icon={Settings2}
            now={false}
            onSelect={go(`${paths.settings(place)}/environments`)}
          />
        </Command.Group>
      </Command.List>
    </Command>
  );
}

function Entry({
  id,
  words,
  icon: Icon,
  now,
  disabled = false,
  onSelect,
}: {
  readonly id: string;
  readonly words: string;
  readonly icon: LucideIcon;
  readonly now: boolean;
  readonly disabled?: boolean;
  readonly onSelect: () => void;
}) {
  return (
    <Command.Item
      value={id}
      keywords={[words]}
      disabled={disabled}
      onSelect={onSelect}
      className="flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-2.5 py-1.5 text-[13px] data-[disabled=true]:opacity-60 data-[selected=true]:bg-accent data-[selected=true]:text-accent-text"
    >
      <Icon className="size-4 shrink-0 text-muted" aria-hidden />
      <span className="truncate">{words}</span>
      {now && <Check className="ml-auto size-4 shrink-0" aria-label="Now" />}
    </Command.Item>
  );
}
