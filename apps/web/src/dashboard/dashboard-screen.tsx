"use client";

import { Maximize2, Pause, Play, Undo2, ZoomOut } from "lucide-react";
import { useCallback, useMemo, useState } from "react";
import { Checklist } from "../first-run/checklist.tsx";
import { PageHeader } from "../shell/page-header.tsx";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { Button } from "../ui/button.tsx";
import { Callout } from "../ui/callout.tsx";
import { Crosshair, CrosshairProvider } from "./chart/crosshair.ts";
import { otherColor, seriesColor } from "./chart/series-colors.ts";
import { ZoomProvider } from "./chart/zoom-context.ts";
import { DashboardCharts } from "./dashboard-charts.tsx";
import { useDashboard } from "./data/use-dashboard.ts";
import { useDeploymentMarks } from "./data/use-deployment-marks.ts";
import { useDraining, useInFlightLimits } from "./data/use-upstream-facts.ts";
import { useValueNames } from "./data/use-value-names.ts";
import { EmptyReason } from "./empty-reason.tsx";
import { KpiStrip } from "./kpi/kpi-strip.tsx";
import { SavedViewsMenu } from "./saved-views/saved-views-menu.tsx";
import { upstreamRows } from "./tables/upstream-rows.ts";
import { UpstreamTable } from "./tables/upstream-table.tsx";
import { UsagePanel } from "./tables/usage-panel.tsx";
import { usageRows } from "./tables/usage-rows.ts";
import { VersionTable } from "./tables/version-table.tsx";
import { ComparePicker } from "./toolbar/compare-picker.tsx";
import { FilterBar } from "./toolbar/filter-bar.tsx";
import { Freshness } from "./toolbar/freshness.tsx";
import { RangePicker } from "./toolbar/range-picker.tsx";
import type { Dimension } from "./view/dimension-words.ts";
import { useDashboardCommands } from "./use-dashboard-commands.ts";
import { useView } from "./view/use-view.ts";
import { withFilter } from "./view/view.ts";
import { windowWords } from "./view/window-words.ts";
import { Wall } from "./wall/wall.tsx";

/** Traffic as it happens and as it was. The address holds all of what is on show. */
export function DashboardScreen() {
  const { environmentName } = useWorkspace();
  const { view, problems, setView, zoomTo, zoomOut, back, canGoBack } = useView();
  const dashboard = useDashboard(view);
  const { frame, paused, setPaused, total, previous, upstreams, breakdown, versions } = dashboard;
  const shown = total.series;
  const marks = useDeploymentMarks(shown?.fromMs ?? 0, shown?.toMs ?? 0);
  const draining = useDraining();
  const limits = useInFlightLimits();
  const nameOf = useValueNames();
  const [crosshair] = useState(() => new Crosshair());
  const isLive = total.live;
  const usage = useMemo(() => (upstreams.series === null ? [] : usageRows(upstreams.series)), [upstreams.series]);
  const rows = useMemo(() => upstreamRows(frame, usage, draining, limits), [frame, usage, draining, limits]);
  const colors = useMemo(
    () => new Map(usage.filter(({ group }) => group !== "").map(({ group }, at) => [group, seriesColor(at)])),
    [usage],
  );
  const [fromMs, toMs] = [shown?.fromMs ?? 0, shown?.toMs ?? 0];
  const out = useCallback(() => zoomOut(fromMs, toMs, Date.now()), [zoomOut, fromMs, toMs]);
  const zoom = useMemo(() => ({ into: zoomTo, out, back, canGoBack }), [zoomTo, out, back, canGoBack]);
  const narrow = useCallback(
    (dimension: Dimension, value: string) => setView(withFilter(view, dimension, [value])),
    [view, setView],
  );
  const toWall = useCallback(() => {
    // Only a press may ask for the whole screen; where it is refused, the wall fills the window.
    document.documentElement.requestFullscreen?.().catch(() => {});
    setView({ ...view, wall: "on" });
  }, [view, setView]);
  useDashboardCommands({
    paused,
    onPaused: isLive ? setPaused : null,
    onZoomOut: shown === null ? null : out,
    onBack: canGoBack ? back : null,
    onWall: toWall,
  });
  const nothing = shown !== null && shown.requests === 0;
  const empty = useMemo(
    () => (nothing ? <EmptyReason view={view} onView={setView} /> : null),
    [nothing, view, setView],
  );
  if (view.wall !== "off") {
    return (
      <CrosshairProvider value={crosshair}>
        <Wall view={view} onView={setView} dashboard={dashboard} rows={rows} marks={marks} />
      </CrosshairProvider>
    );
  }
  return (
    <CrosshairProvider value={crosshair}>
      <ZoomProvider value={zoom}>
        <PageHeader title="Overview" about={`Traffic of ${environmentName}, ${windowWords(view.window)}`}>
          <Freshness paused={paused} askedAtMs={isLive ? null : total.readAtMs} />
          <RangePicker
            window={view.window}
            shown={[fromMs, toMs]}
            onWindow={(window) => setView({ ...view, window })}
          />
          <Button
            size="icon"
            aria-label="Zoom out"
            title="Zoom out: twice as much time"
            onClick={out}
            disabled={shown === null}
          >
            <ZoomOut />
          </Button>
          {canGoBack && (
            <Button onClick={back} title="Back to the stretch of time before">
              <Undo2 /> Back
            </Button>
          )}
          {isLive && (
            <Button onClick={() => setPaused(!paused)} aria-pressed={paused}>
              {paused ? <Play /> : <Pause />}
              {paused ? "Resume live" : "Pause live"}
            </Button>
          )}
        </PageHeader>
        <div className="space-y-2">
          <Checklist />
          <div className="flex flex-wrap items-center justify-between gap-2">
            <FilterBar view={view} onView={setView} nameOf={nameOf} />
            <div className="flex flex-wrap items-center gap-2">
              <ComparePicker compare={view.compare} onCompare={(compare) => setView({ ...view, compare })} />
              <SavedViewsMenu view={view} onView={setView} />
              <Button onClick={toWall}>
                <Maximize2 /> Wall
              </Button>
            </div>
          </div>
          {problems.length > 0 && (
            <Callout tone="warn" role="status" title="Parts of this address could not be followed">
              {problems.map((problem) => (
                <p key={problem}>{problem}</p>
              ))}
            </Callout>
          )}
          <KpiStrip total={total} previous={previous} />
          {view.compare.kind === "versions" && (
            <VersionTable versions={versions} of={[view.compare.a, view.compare.b]} />
          )}
          <DashboardCharts dashboard={dashboard} compare={view.compare} marks={marks} empty={empty}>
            <UpstreamTable
              rows={rows}
              colorOf={(name) => colors.get(name) ?? otherColor}
              state={upstreams.state}
              onNarrow={(name) => narrow("upstream", name)}
            />
          </DashboardCharts>
          <UsagePanel
            breakdown={breakdown}
            by={view.by}
            onBy={(by) => setView({ ...view, by })}
            nameOf={nameOf}
            onNarrow={narrow}
            marks={marks}
            empty={empty}
          />
        </div>
      </ZoomProvider>
    </CrosshairProvider>
  );
}
