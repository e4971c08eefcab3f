import Link from "next/link";
import { cn } from "../ui/cn.ts";
import type { Place } from "./paths.ts";
import type { Screen } from "./screens.ts";

export const navLook = {
  side: "flex h-8 items-center gap-2.5 rounded-md px-2.5 font-medium text-[13px] text-muted hover:bg-sunken hover:text-foreground",
  bottom:
    "flex h-14 w-full flex-col items-center justify-center gap-1 rounded-md font-medium text-[11px] text-muted hover:bg-sunken hover:text-foreground",
  sheet:
    "flex h-11 items-center gap-3 rounded-md px-3 font-medium text-sm text-foreground hover:bg-sunken [&_svg]:text-muted",
} as const;

const hereLook = "bg-accent text-accent-text hover:bg-accent hover:text-accent-text [&_svg]:text-accent-text";

/** Whether an address is a screen or stands below it. */
export function isAt(pathname: string, to: string): boolean {
  return pathname === to || pathname.startsWith(`${to}/`);
}

export function NavLink({
  screen: { label, icon: Icon, href },
  place,
  pathname,
  look,
  onFollow,
}: {
  readonly screen: Screen;
  readonly place: Place;
  readonly pathname: string;
  readonly look: keyof typeof navLook;
  readonly onFollow?: () => void;
}) {
  const to = href(place);
  const here = isAt(pathname, to);
  return (
    <Link
      href={to}
      {...(onFollow && { onClick: onFollow })}
      aria-current={here ? "page" : undefined}
      className={cn(navLook[look], here && hereLook)}
    >
      <Icon className="size-4 shrink-0" aria-hidden />
      {label}
    </Link>
  );
}
