"use client";

import { useQuery } from "@tanstack/react-query";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { PageHeader } from "../shell/page-header.tsx";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import { ErrorState } from "../ui/error-state.tsx";
import { KpiStrip } from "./kpi-strip.tsx";
import { NoTraffic } from "./no-traffic.tsx";
import { OverviewCharts } from "./overview-charts.tsx";
import { OverviewToolbar } from "./overview-toolbar.tsx";
import { rangeFrom } from "./range.ts";
import { UpstreamTable } from "./upstream-table.tsx";
import { upstreamRows } from "./upstream-rows.ts";
import { useDeploymentMarks } from "./use-deployment-marks.ts";
import { useOverview } from "./use-overview.ts";

/** Traffic as it happens. */
export function OverviewScreen() {
  const router = useRouter();
  const pathname = usePathname();
  const range = rangeFrom(useSearchParams().get("range"));
  const { environmentName } = useWorkspace();
  const { model, frame, paused, setPaused, error, refreshing, retry } = useOverview(range);
  const marks = useDeploymentMarks(range, frame.nowMs);
  const draining = useDraining();
  const rows = useMemo(() => upstreamRows(frame, model?.upstreams ?? [], draining), [frame, model, draining]);
  const colorOf = useMemo(() => new Map(model?.upstreams.map(({ name }, at) => [name, at]) ?? []), [model]);
  return (
    <>
      <PageHeader title="Overview" about={`Live traffic of ${environmentName}`}>
        <OverviewToolbar
          range={range}
          onRange={(id) => router.replace(`${pathname}?range=${id}`, { scroll: false })}
          paused={paused}
          onPaused={setPaused}
        />
      </PageHeader>
      <div className="space-y-2">
        {error !== null && <ErrorState what="History" error={error} onRetry={retry} busy={refreshing} />}
        {model?.requests === 0 && error === null && <NoTraffic range={range} />}
        <KpiStrip model={model} range={range} />
        <OverviewCharts model={model} range={range} marks={marks}>
          <UpstreamTable rows={rows} colorOf={colorOf} loading={model === null} />
        </OverviewCharts>
      </div>
    </>
  );
}

/** Upstreams that an override drains now. */
function useDraining(): ReadonlySet<string> {
  const { environmentId } = useWorkspace();
  const trpc = useTRPC();
  const { data } = useQuery({ ...trpc.overrides.list.queryOptions({ environmentId }), refetchInterval: 15_000 });
  return useMemo(
    () =>
      new Set(
        (data ?? []).flatMap(({ state, override }) =>
          state === "active" && override.kind === "drain" ? [override.upstream] : [],
        ),
      ),
    [data],
  );
}
