"use client";

import { Activity, KeyRound, type LucideIcon, Rows3, Settings, Split } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { cn } from "../ui/cn.ts";
import { paths, type Place } from "./paths.ts";
import { useWorkspace } from "./workspace-context.tsx";

const items: readonly { readonly label: string; readonly icon: LucideIcon; readonly href: (place: Place) => string }[] =
  [
    { label: "Overview", icon: Activity, href: paths.overview },
    { label: "Routing", icon: Split, href: paths.routing },
    { label: "Requests", icon: Rows3, href: paths.requests },
    { label: "Keys", icon: KeyRound, href: paths.keys },
    { label: "Settings", icon: Settings, href: paths.settings },
  ];

/** The screens of an environment: down the side, or along the bottom of a narrow screen. */
export function Nav({ along }: { readonly along: "side" | "bottom" }) {
  const { place } = useWorkspace();
  const pathname = usePathname();
  return (
    <nav
      aria-label={along === "side" ? "Main" : "Main, at the bottom"}
      className={along === "side" ? "flex flex-col gap-0.5" : "grid grid-cols-5"}
    >
      {items.map(({ label, icon: Icon, href }) => {
        const to = href(place);
        const here = pathname === to || pathname.startsWith(`${to}/`);
        return (
          <Link
            key={label}
            href={to}
            aria-current={here ? "page" : undefined}
            className={cn(
              "flex items-center rounded-md font-medium text-muted hover:bg-sunken hover:text-foreground",
              along === "side" ? "h-8 gap-2.5 px-2.5 text-[13px]" : "h-14 flex-col justify-center gap-1 text-[11px]",
              here && "bg-accent text-accent-text hover:bg-accent hover:text-accent-text",
            )}
          >
            <Icon className="size-4" aria-hidden />
            {label}
          </Link>
        );
      })}
    </nav>
  );
}
