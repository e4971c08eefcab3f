"use client";

import Link from "next/link";
import { paths } from "../shell/paths.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { cn } from "../ui/cn.ts";

const tabs = [
  { id: "log", label: "Log" },
  { id: "session", label: "Sessions" },
  { id: "trace", label: "Traces" },
] as const;

/** Requests one by one, or grouped as runs. */
export function RequestsTabs({ now }: { readonly now: (typeof tabs)[number]["id"] }) {
  const { place } = useWorkspace();
  return (
    <nav aria-label="Requests" className="mb-3 flex gap-1 border-border border-b">
      {tabs.map(({ id, label }) => (
        <Link
          key={id}
          href={id === "log" ? paths.requests(place) : paths.runs(place, id)}
          aria-current={id === now ? "page" : undefined}
          className={cn(
            "-mb-px rounded-t border-transparent border-b-2 px-3 py-1.5 font-medium text-[13px] text-muted hover:text-foreground",
            id === now && "border-primary text-foreground",
          )}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
