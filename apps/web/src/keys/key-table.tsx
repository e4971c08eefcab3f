"use client";

import { Ban, Ellipsis, Pencil, RefreshCw, TimerOff } from "lucide-react";
import { LimitList, type Spent } from "../limits/limit-list.tsx";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from "../ui/menu.tsx";
import { Table, Td, Th, Tr } from "../ui/table.tsx";
import { Age, Time } from "../ui/time.tsx";
import { type GatewayKey, isAll } from "./key-form.ts";
import { KeyState } from "./key-state.tsx";

/** What can be done with a key. */
export type KeyAct = "edit" | "re-roll" | "end-previous" | "revoke";

/**
 * @param spends by the key's id; empty while they are not known
 * @param onAct null: who looks may not change keys
 */
export function KeyTable({
  keys,
  spends,
  onAct,
}: {
  readonly keys: readonly GatewayKey[];
  readonly spends: ReadonlyMap<string, Spent>;
  readonly onAct: ((act: KeyAct, key: GatewayKey) => void) | null;
}) {
  return (
    <Table label="Gateway keys">
      <thead>
        <tr>
          <Th>Name</Th>
          <Th>Key</Th>
          <Th>State</Th>
          <Th>Routes</Th>
          <Th className="max-sm:hidden">Limits</Th>
          <Th>Last used</Th>
          <Th>Ends</Th>
          <Th>
            <span className="sr-only">Actions</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <Tr key={key.id}>
            <Td className="font-medium">
              <span className="block max-w-56 break-words">{key.name}</span>
              <span className="block whitespace-nowrap font-normal text-muted text-xs">
                created <Age atMs={key.createdAtMs} />
                {key.createdBy !== null && ` by ${key.createdBy}`}
              </span>
              {Object.keys(key.limits).length > 0 && (
                // Where the column is out of sight.
                <span className="mt-1 block whitespace-nowrap font-normal text-xs sm:hidden">
                  <LimitList limits={key.limits} spent={spends.get(key.id) ?? null} />
                </span>
              )}
            </Td>
            <Td className="whitespace-nowrap font-mono text-muted text-xs">
              {key.prefix}…{key.previous && <span className="block">{key.previous.prefix}…</span>}
            </Td>
            <Td>
              <div className="flex flex-col items-start gap-1">
                <KeyState state={key.state} />
                {key.previous && (
                  <Badge tone="warn" icon={TimerOff} title="The key before the re-roll">
                    Old one still holds
                  </Badge>
                )}
              </div>
            </Td>
            <Td className="font-mono text-xs">{isAll(key.routes) ? "all" : key.routes.join(", ")}</Td>
            <Td className="whitespace-nowrap max-sm:hidden">
              <LimitList limits={key.limits} spent={spends.get(key.id) ?? null} />
            </Td>
            <Td className="whitespace-nowrap text-muted">
              <LastUsed atMs={key.lastUsedAtMs} />
              {key.previous && (
                <span className="block">
                  <LastUsed atMs={key.previous.lastUsedAtMs} />
                </span>
              )}
            </Td>
            <Td className="whitespace-nowrap text-muted">
              <End gatewayKey={key} />
              {key.previous && (
                <span className="block">
                  <Time atMs={key.previous.expiresAtMs} />
                </span>
              )}
            </Td>
            <Td className="sticky right-0 bg-surface text-right">
              {onAct && key.state !== "revoked" && <Acts gatewayKey={key} onAct={onAct} />}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

function Acts({
  gatewayKey,
  onAct,
}: {
  readonly gatewayKey: GatewayKey;
  readonly onAct: (act: KeyAct, key: GatewayKey) => void;
}) {
  const { name, state, previous } = gatewayKey;
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button variant="ghost" size="icon" aria-label={`What can be done with ${name}`}>
          <Ellipsis />
        </Button>
      </MenuTrigger>
      <MenuContent align="end">
        <MenuItem onSelect={() => onAct("edit", gatewayKey)}>
          <Pencil /> Edit
        </MenuItem>
        {state === "active" && (
          <MenuItem onSelect={() => onAct("re-roll", gatewayKey)}>
            <RefreshCw /> Re-roll
          </MenuItem>
        )}
        {previous && (
          <MenuItem onSelect={() => onAct("end-previous", gatewayKey)}>
            <TimerOff /> End the old key now
          </MenuItem>
        )}
        <MenuSeparator />
        <MenuItem onSelect={() => onAct("revoke", gatewayKey)}>
          <Ban /> Revoke
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}

function LastUsed({ atMs }: { readonly atMs: number | null }) {
  return atMs === null ? "never" : <Age atMs={atMs} />;
}

function End({ gatewayKey: { revokedAtMs, expiresAtMs } }: { readonly gatewayKey: GatewayKey }) {
  const atMs = revokedAtMs ?? expiresAtMs;
  return atMs === null ? "never" : <Time atMs={atMs} />;
}
