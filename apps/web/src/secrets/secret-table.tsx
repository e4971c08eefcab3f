"use client";

import { Ellipsis, Globe, RefreshCw, Trash2 } from "lucide-react";
import type { Outputs } from "../trpc/outputs.ts";
import { Button } from "../ui/button.tsx";
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from "../ui/menu.tsx";
import { Table, Td, Th, Tr } from "../ui/table.tsx";
import { Age } from "../ui/time.tsx";

export type Secret = Outputs["secrets"]["list"][number];

/** What can be done with a secret. */
export type SecretAct = "rotate" | "hosts" | "delete";

/** @param onAct null: who looks may not change secrets */
export function SecretTable({
  secrets,
  onAct,
}: {
  readonly secrets: readonly Secret[];
  readonly onAct: ((act: SecretAct, secret: Secret) => void) | null;
}) {
  return (
    <Table label="Secrets">
      <thead>
        <tr>
          <Th>Name</Th>
          <Th>Allowed hosts</Th>
          <Th>Used by</Th>
          <Th>Last used</Th>
          <Th>Updated</Th>
          <Th>
            <span className="sr-only">Actions</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {secrets.map((secret) => (
          <Tr key={secret.name}>
            <Td className="whitespace-nowrap font-medium font-mono text-xs">{secret.name}</Td>
            <Td className="font-mono text-xs">
              {secret.allowedHosts.map((host) => (
                <span key={host} className="block whitespace-nowrap">
                  {host}
                </span>
              ))}
            </Td>
            <Td className="min-w-28 max-w-64">
              {secret.usedBy.length === 0 ? <span className="text-muted">no upstream</span> : secret.usedBy.join(", ")}
            </Td>
            <Td className="whitespace-nowrap text-muted">
              {secret.lastUsedAtMs === null ? "never" : <Age atMs={secret.lastUsedAtMs} />}
            </Td>
            <Td className="text-muted">
              <span className="block whitespace-nowrap">
                <Age atMs={secret.updatedAtMs} />
              </span>
              {secret.updatedBy !== null && <span className="block text-xs">by {secret.updatedBy}</span>}
            </Td>
            <Td className="sticky right-0 bg-surface text-right">{onAct && <Acts secret={secret} onAct={onAct} />}</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

function Acts({
  secret,
  onAct,
}: {
  readonly secret: Secret;
  readonly onAct: (act: SecretAct, secret: Secret) => void;
}) {
  return (
    <div className="flex justify-end gap-1">
      <Button size="sm" onClick={() => onAct("rotate", secret)} aria-label={`Rotate ${secret.name}`}>
        <RefreshCw /> <span className="max-sm:sr-only">Rotate</span>
      </Button>
      <Menu>
        <MenuTrigger asChild>
          <Button
            variant="ghost"
            size="icon"
            className="size-7"
            aria-label={`What else can be done with ${secret.name}`}
          >
            <Ellipsis />
          </Button>
        </MenuTrigger>
        <MenuContent align="end">
          <MenuItem onSelect={() => onAct("hosts", secret)}>
            <Globe /> Edit allowed hosts
          </MenuItem>
          <MenuSeparator />
          <MenuItem onSelect={() => onAct("delete", secret)}>
            <Trash2 /> Delete
          </MenuItem>
        </MenuContent>
      </Menu>
    </div>
  );
}
