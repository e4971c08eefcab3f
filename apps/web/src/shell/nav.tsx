"use client";

import { usePathname } from "next/navigation";
import { MoreSheet } from "./more-sheet.tsx";
import { NavLink } from "./nav-link.tsx";
import { useScreens } from "./use-screens.ts";
import { useWorkspace } from "./workspace-context.tsx";

/** How many screens the bar of a narrow screen has room for, beside "More". */
const inBar = 4;

/** The screens of an environment: down the side, or along the bottom of a narrow screen. */
export function Nav({ along }: { readonly along: "side" | "bottom" }) {
  const { place } = useWorkspace();
  const pathname = usePathname();
  const all = useScreens();
  if (along === "side")
    return (
      <nav aria-label="Main" className="flex flex-col gap-0.5">
        {all.map((screen) => (
          <NavLink key={screen.id} screen={screen} place={place} pathname={pathname} look="side" />
        ))}
      </nav>
    );
  return (
    <nav aria-label="Main, at the bottom" className="grid grid-cols-5">
      {all.slice(0, inBar).map((screen) => (
        <NavLink key={screen.id} screen={screen} place={place} pathname={pathname} look="bottom" />
      ))}
      <MoreSheet screens={all.slice(inBar)} place={place} pathname={pathname} />
    </nav>
  );
}
