"use client";

import { Server } from "lucide-react";
import { formatDuration } from "../format/format-duration.ts";
import { formatPercent, formatRate } from "../format/format-number.ts";
import { StateBadge } from "../live/state-badge.tsx";
import { Card } from "../ui/card.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Table, Td, Th, Tr } from "../ui/table.tsx";
import { otherColor, seriesColor } from "./series-colors.ts";
import { Sparkline } from "./sparkline.tsx";
import type { UpstreamRow } from "./upstream-rows.ts";

/** Where requests go and how that place is. */
export function UpstreamTable({
  rows,
  colorOf,
  loading,
}: {
  readonly rows: readonly UpstreamRow[];
  readonly colorOf: ReadonlyMap<string, number>;
  readonly loading: boolean;
}) {
  return (
    <Card aria-label="Upstreams">
      <div className="flex items-baseline gap-2 px-4 pt-2.5 pb-1">
        <h2 className="font-medium text-[13px]">Upstreams</h2>
        <p className="text-muted text-xs">figures of the last minute; share of the last 10 s</p>
      </div>
      {loading ? (
        <div className="space-y-2 px-4 py-3">
          {["a", "b", "c"].map((key) => (
            <Skeleton key={key} className="h-6" />
          ))}
        </div>
      ) : rows.length === 0 ? (
        <EmptyState icon={Server} title="No upstreams yet">
          They come with a published routing config and a gateway that runs it.
        </EmptyState>
      ) : (
        <Table label="Upstreams">
          <thead>
            <tr>
              <Th>Upstream</Th>
              <Th>State</Th>
              <Th numeric>In flight</Th>
              <Th numeric>Requests/s</Th>
              <Th numeric title="Moving average of time to first token, as routing sees it">
                TTFT
              </Th>
              <Th numeric>Latency p95</Th>
              <Th numeric>Error rate</Th>
              <Th className="w-44">Share of traffic</Th>
              <Th className="w-32">Requests/s</Th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <UpstreamLineRow key={row.name} row={row} color={colorAt(colorOf.get(row.name))} />
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}

function colorAt(at: number | undefined): string {
  return at === undefined ? otherColor : seriesColor(at);
}

function UpstreamLineRow({
  row: { name, live, line, share },
  color,
}: {
  readonly row: UpstreamRow;
  readonly color: string;
}) {
  return (
    <Tr data-upstream={name}>
      <Td className="whitespace-nowrap font-medium">
        <span
          className="mr-2 inline-block size-2 rounded-full align-middle"
          style={{ background: color }}
          aria-hidden
        />
        {name}
      </Td>
      <Td>
        <StateBadge state={live?.state ?? null} {...(live ? { of: live } : {})} />
      </Td>
      <Td numeric>{live?.inFlight ?? "–"}</Td>
      <Td numeric>{formatRate(line?.now.requests ?? null)}</Td>
      <Td numeric>{formatDuration(live?.firstTokenMs ?? null)}</Td>
      <Td numeric>{formatDuration(line?.now.p95 ?? null)}</Td>
      <Td numeric>{formatPercent(line?.now.errorRate ?? null)}</Td>
      <Td>
        <div className="flex items-center gap-2">
          <span className="h-2 flex-1 overflow-hidden rounded-full bg-sunken" aria-hidden>
            <span
              className="block h-full rounded-full transition-[width] duration-500"
              style={{ width: `${(share ?? 0) * 100}%`, background: color }}
            />
          </span>
          <span className="w-11 text-right">{share === null ? "–" : `${Math.round(share * 100)}%`}</span>
        </div>
      </Td>
      <Td>
        <Sparkline
          className="h-6 w-full min-w-20"
          color={color}
          values={line?.points.map(({ figures }) => figures?.requests ?? null) ?? []}
        />
      </Td>
    </Tr>
  );
}
