"use client";

import { Activity } from "lucide-react";
import Link from "next/link";
import { paths } from "../shell/paths.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { Button } from "../ui/button.tsx";
import type { View } from "./view/view.ts";
import { windowWords } from "./view/window-words.ts";

/** Why a panel is empty, and the one thing to do about it. */
export function EmptyReason({ view, onView }: { readonly view: View; readonly onView: (view: View) => void }) {
  const { place } = useWorkspace();
  const filtered = Object.keys(view.filters).length > 0;
  return (
    <div className="flex h-full min-h-24 flex-col items-center justify-center gap-2 px-2 text-center text-muted text-xs">
      <Activity className="size-4" aria-hidden />
      <p>
        {filtered ? "No request passes the filters" : "No request reached a gateway"} in the {windowWords(view.window)}.
      </p>
      {filtered ? (
        <Button size="sm" onClick={() => onView({ ...view, filters: {} })}>
          Clear filters
        </Button>
      ) : view.window.kind === "last" && view.window.range === "30d" ? (
        <Button asChild size="sm">
          <Link href={paths.keys(place)}>Create a key</Link>
        </Button>
      ) : (
        <Button size="sm" onClick={() => onView({ ...view, window: { kind: "last", range: "30d" } })}>
          Show 30 days
        </Button>
      )}
    </div>
  );
}
