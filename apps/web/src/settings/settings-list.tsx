"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { cn } from "../ui/cn.ts";
import { useSettingsGroups } from "./use-settings-groups.ts";

/** The pages of the settings, beside the one that is open. */
export function SettingsList() {
  const { place } = useWorkspace();
  const pathname = usePathname();
  return (
    <nav aria-label="Settings" className="hidden w-44 shrink-0 lg:block">
      <div className="sticky top-16 space-y-4">
        {useSettingsGroups().map(({ label, pages }) => (
          <div key={label}>
            <p className="mb-1 px-2.5 font-medium text-[11.5px] text-muted">{label}</p>
            <ul className="space-y-0.5">
              {pages.map(({ label: name, icon: Icon, href }) => {
                const here = pathname === href(place);
                return (
                  <li key={name}>
                    <Link
                      href={href(place)}
                      aria-current={here ? "page" : undefined}
                      className={cn(
                        "flex h-8 items-center gap-2.5 rounded-md px-2.5 text-[13px] text-muted hover:bg-sunken hover:text-foreground",
                        here && "bg-accent font-medium text-accent-text hover:bg-accent hover:text-accent-text",
                      )}
                    >
                      <Icon className="size-4" aria-hidden /> {name}
                    </Link>
                  </li>
                );
              })}
            </ul>
          </div>
        ))}
      </div>
    </nav>
  );
}
