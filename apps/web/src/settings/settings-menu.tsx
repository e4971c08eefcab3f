"use client";

import { Check, ChevronDown } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { Fragment } from "react";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { Button } from "../ui/button.tsx";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuTrigger } from "../ui/menu.tsx";
import { useSettingsGroups } from "./use-settings-groups.ts";

/** The pages of the settings where there is no room beside them. */
export function SettingsMenu() {
  const { place } = useWorkspace();
  const pathname = usePathname();
  const groups = useSettingsGroups();
  const now = groups.flatMap(({ pages }) => pages).find(({ href }) => href(place) === pathname);
  const NowIcon = now?.icon;
  return (
    <nav aria-label="Settings" className="mb-3 lg:hidden">
      <Menu>
        <MenuTrigger asChild>
          <Button className="w-full justify-start" aria-label={`Settings page: ${now?.label ?? "none"}. Change it`}>
            {NowIcon && <NowIcon className="text-muted" />}
            {now?.label ?? "Settings"}
            <ChevronDown className="ml-auto text-muted" />
          </Button>
        </MenuTrigger>
        <MenuContent align="start" className="w-(--radix-dropdown-menu-trigger-width)">
          {groups.map(({ label, pages }) => (
            <Fragment key={label}>
              <MenuLabel>{label}</MenuLabel>
              {pages.map(({ label: name, icon: Icon, href }) => (
                <MenuItem key={name} asChild>
                  <Link href={href(place)} aria-current={href(place) === pathname ? "page" : undefined}>
                    <Icon /> {name}
                    {href(place) === pathname && <Check className="ml-auto" aria-hidden />}
                  </Link>
                </MenuItem>
              ))}
            </Fragment>
          ))}
        </MenuContent>
      </Menu>
    </nav>
  );
}
