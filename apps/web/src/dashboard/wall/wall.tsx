"use client";

import { Pause, Play, X } from "lucide-react";
import { Dialog } from "radix-ui";
import { useCallback, useEffect, useState } from "react";
import { formatClock, zoneName } from "../../format/format-time.ts";
import { ConnectionBadge } from "../../live/connection-badge.tsx";
import { StateBadge } from "../../live/state-badge.tsx";
import { useWorkspace } from "../../shell/workspace-context.tsx";
import { Button } from "../../ui/button.tsx";
import { cn } from "../../ui/cn.ts";
import { useNow } from "../../ui/use-now.ts";
import type { DeploymentMark } from "../chart/deployment-mark.ts";
import { SpecChart } from "../dashboard-charts.tsx";
import type { Dashboard } from "../data/use-dashboard.ts";
import { kpis } from "../kpi/kpis.ts";
import type { UpstreamRow } from "../tables/upstream-rows.ts";
import type { View } from "../view/view.ts";
import { windowWords } from "../view/window-words.ts";
import { useIdle } from "./use-idle.ts";
import { useWakeLock } from "./use-wake-lock.ts";
import { turned, wallPageMs, wallPages } from "./wall-page.ts";
import { WallTile } from "./wall-tile.tsx";

/** The dashboard for a screen on a wall: dark, large, without anything to press. Escape leaves it. */
export function Wall({
  view,
  onView,
  dashboard,
  rows,
  marks,
}: {
  readonly view: View;
  readonly onView: (view: View) => void;
  readonly dashboard: Dashboard;
  readonly rows: readonly UpstreamRow[];
  readonly marks: readonly DeploymentMark[];
}) {
  const { total, previous } = dashboard;
  const cycling = view.wall === "cycle";
  const [page, setPage] = useState(0);
  const idle = useIdle(3_000);
  useWakeLock();
  // Live regions of the page underneath would go on speaking: dialogs leave them in reach.
  useEffect(() => {
    const underneath = document.getElementById("screen");
    underneath?.setAttribute("inert", "");
    return () => underneath?.removeAttribute("inert");
  }, []);
  const leave = useCallback(() => {
    if (document.fullscreenElement !== null) void document.exitFullscreen().catch(() => {});
    onView({ ...view, wall: "off" });
  }, [view, onView]);
  useEffect(() => {
    if (!cycling) return;
    const timer = setInterval(() => setPage((now) => turned(now, 1)), wallPageMs);
    return () => clearInterval(timer);
  }, [cycling]);
  // In full screen the browser keeps Escape for itself: it ends full screen, and so the wall.
  useEffect(() => {
    const onChange = () => {
      if (document.fullscreenElement === null) leave();
    };
    document.addEventListener("fullscreenchange", onChange);
    return () => document.removeEventListener("fullscreenchange", onChange);
  }, [leave]);
  return (
    <Dialog.Root open onOpenChange={leave}>
      <Dialog.Portal>
        <Dialog.Content
          aria-describedby={undefined}
          // The wall itself takes the focus: a ring around a button would be all that one sees from afar.
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            if (event.target instanceof HTMLElement) event.target.focus();
          }}
          tabIndex={-1}
          className={cn(
            "dark fixed inset-0 z-50 flex flex-col gap-[1vh] bg-background p-[1.2vw] text-foreground outline-none max-md:overflow-y-auto",
            idle && "cursor-none",
          )}
          onKeyDown={({ key }) => {
            if (key === "ArrowRight") setPage(turned(page, 1));
            if (key === "ArrowLeft") setPage(turned(page, -1));
          }}
        >
          <div className="flex flex-wrap items-center gap-x-[1.5vw] gap-y-1 text-[clamp(1rem,min(1.6vw,3vh),2.2rem)] leading-tight">
            <Place window={windowWords(view.window)} filtered={Object.keys(view.filters).length > 0} />
            <span className="[&_svg]:!size-[1em] [&_span]:!h-auto [&_span]:!text-[0.8em]">
              <ConnectionBadge />
            </span>
            <Clock />
            <span className={cn("flex gap-1 transition-opacity focus-within:opacity-100", idle && "opacity-0")}>
              <Button aria-pressed={cycling} onClick={() => onView({ ...view, wall: cycling ? "on" : "cycle" })}>
                {cycling ? <Pause /> : <Play />} {cycling ? "Stop turning pages" : "Turn pages"}
              </Button>
              <Button onClick={leave}>
                <X /> Leave
              </Button>
            </span>
          </div>
          <div className="grid flex-[3] grid-cols-2 gap-[0.8vw] md:min-h-0 md:grid-cols-4">
            {kpis.map((kpi) => (
              <WallTile key={kpi.figure} kpi={kpi} series={total.series} before={previous.series} />
            ))}
          </div>
          <div className="grid flex-[2.4] gap-[0.8vw] md:min-h-0 md:grid-cols-2" aria-live="off">
            {wallPages[page]?.map((spec) => (
              <div key={spec.title} className="wall-chart grid min-h-0">
                <SpecChart spec={spec} dashboard={dashboard} compare={view.compare} marks={marks} empty={null} />
              </div>
            ))}
          </div>
          <ul
            className="flex flex-wrap items-center gap-x-[2vw] gap-y-1 text-[clamp(1rem,min(1.4vw,2.6vh),2rem)]"
            aria-label="Upstreams"
          >
            {rows
              .filter(({ live }) => live !== null)
              .slice(0, 12)
              .map(({ name, live }) => (
                <li
                  key={name}
                  className="inline-flex items-center gap-[0.5em] [&_svg]:!size-[1em] [&>span:last-child]:!h-auto [&>span:last-child]:!py-[0.15em] [&>span:last-child]:!text-[0.85em]"
                >
                  <span className="font-medium">{name}</span>
                  <StateBadge state={live?.state ?? null} {...(live ? { of: live } : {})} />
                </li>
              ))}
          </ul>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Place({ window, filtered }: { readonly window: string; readonly filtered: boolean }) {
  const { environmentName, workspaceName } = useWorkspace();
  return (
    // The wall stands for the whole page, whose own heading it covers.
    <Dialog.Title asChild>
      <h1 className="min-w-0 flex-1 truncate font-semibold">
        {environmentName}{" "}
        <span className="font-normal text-muted">
          of {workspaceName}, {window}
          {filtered && ", filtered"}
        </span>
      </h1>
    </Dialog.Title>
  );
}

function Clock() {
  const nowMs = useNow(1_000);
  return <span className="whitespace-nowrap">{nowMs !== 0 && `${formatClock(nowMs, true)} ${zoneName(nowMs)}`}</span>;
}
