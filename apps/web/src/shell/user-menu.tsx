"use client";

import { LogOut, MonitorSmartphone, UserRound } from "lucide-react";
import Link from "next/link";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from "../ui/menu.tsx";
import { paths } from "./paths.ts";
import { roleWords } from "./role-words.ts";
import { signOutHere } from "./sign-out-here.ts";
import { useWorkspace } from "./workspace-context.tsx";

export function UserMenu() {
  const { user, role, place } = useWorkspace();
  const initials = user.name
    .split(/\s+/)
    .slice(0, 2)
    .map((part) => part.charAt(0))
    .join("");
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button variant="ghost" className="gap-2 px-1.5 text-foreground">
          <span
            className="grid size-6 place-items-center rounded-full bg-accent font-semibold text-[10.5px] text-accent-text"
            aria-hidden
          >
            {initials}
          </span>
          <span className="sr-only text-left leading-tight sm:not-sr-only">
            <span className="block text-xs">{user.name}</span>
            <span className="block font-normal text-[11px] text-muted">{roleWords[role]}</span>
          </span>
        </Button>
      </MenuTrigger>
      <MenuContent align="end">
        <div className="px-2 py-1.5">
          <p className="font-medium">{user.name}</p>
          <p className="text-muted text-xs">{user.email}</p>
          <Badge className="mt-1.5">{roleWords[role]}</Badge>
        </div>
        <MenuSeparator />
        <MenuItem asChild>
          <Link href={`${paths.settings(place)}/profile`}>
            <UserRound /> Profile
          </Link>
        </MenuItem>
        <MenuItem asChild>
          <Link href={`${paths.settings(place)}/sessions`}>
            <MonitorSmartphone /> Sessions
          </Link>
        </MenuItem>
        <MenuSeparator />
        <MenuItem onSelect={() => void signOutHere()}>
          <LogOut /> Sign out
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}
