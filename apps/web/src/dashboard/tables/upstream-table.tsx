"use client";

import { Server } from "lucide-react";
import { formatDuration } from "../../format/format-duration.ts";
import { formatUsd } from "../../format/format-money.ts";
import { formatCount, formatPercent } from "../../format/format-number.ts";
import { StateBadge } from "../../live/state-badge.tsx";
import { UpstreamActs } from "../../overrides/upstream-acts.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Table, Td, Th, Tr } from "../../ui/table.tsx";
import { Sparkline } from "../chart/sparkline.tsx";
import { CsvButton } from "../panel/csv-button.tsx";
import { Panel, type PanelState } from "../panel/panel.tsx";
import { ShareBar } from "./share-bar.tsx";
import type { UpstreamRow } from "./upstream-rows.ts";
import { ValueButton } from "./value-button.tsx";

/** Where requests go and how that place is. */
export function UpstreamTable({
  rows,
  colorOf,
  state,
  onNarrow,
}: {
  readonly rows: readonly UpstreamRow[];
  readonly colorOf: (name: string) => string;
  readonly state: PanelState;
  readonly onNarrow: (name: string) => void;
}) {
  const empty = rows.length === 0 && (
    <EmptyState icon={Server} title="No upstreams yet">
      They come with a published routing config and a gateway that runs it.
    </EmptyState>
  );
  return (
    <Panel
      title="Upstreams"
      unit="state now, figures of the stretch of time"
      term="upstream"
      // What gateways say does not wait for history.
      state={rows.length > 0 && state.loading && state.error === null ? { ...state, loading: false } : state}
      empty={empty === false ? null : empty}
      className="px-0 *:first:px-4"
      tools={<CsvButton name="Upstreams" csv={() => upstreamCsv(rows)} />}
    >
      <Table label="Upstreams, a line each">
        <thead>
          <tr>
            <Th>Upstream</Th>
            <Th>State</Th>
            <Th numeric>In flight</Th>
            <Th title="In flight ÷ max_in_flight of the config">Utilization</Th>
            <Th
              numeric
              title="How many more requests may run at a time: max_in_flight of the config, less what is in flight"
            >
              Quota left
            </Th>
            <Th numeric>TTFT p95</Th>
            <Th numeric>Latency p95</Th>
            <Th numeric>Error rate</Th>
            <Th numeric>Cost</Th>
            <Th className="w-40">Share of traffic</Th>
            <Th className="w-28">Requests/s</Th>
            <Th>
              <span className="sr-only">Actions</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <UpstreamLine key={row.name} row={row} color={colorOf(row.name)} onNarrow={onNarrow} />
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}

function UpstreamLine({
  row: { name, live, usage, capacity },
  color,
  onNarrow,
}: {
  readonly row: UpstreamRow;
  readonly color: string;
  readonly onNarrow: (name: string) => void;
}) {
  return (
    <Tr data-upstream={name}>
      <Td className="whitespace-nowrap font-medium">
        <ValueButton words={name} color={color} onNarrow={() => onNarrow(name)} />
      </Td>
      <Td>
        <StateBadge state={live?.state ?? null} {...(live ? { of: live } : {})} />
      </Td>
      <Td numeric>{live?.inFlight ?? "–"}</Td>
      <Td>
        {capacity === null ? (
          <span className="whitespace-nowrap text-muted text-xs">{live === null ? "–" : "No limit set"}</span>
        ) : (
          <ShareBar share={capacity.utilisation} color={capacity.utilisation >= 0.9 ? "var(--bad)" : color} />
        )}
      </Td>
      <Td numeric>{capacity === null ? "–" : `${formatCount(capacity.free)} of ${formatCount(capacity.limit)}`}</Td>
      <Td numeric>{formatDuration(usage?.firstToken95 ?? null)}</Td>
      <Td numeric>{formatDuration(usage?.p95 ?? null)}</Td>
      <Td numeric>{formatPercent(usage?.errorRate ?? null)}</Td>
      <Td numeric>{formatUsd(usage?.usd ?? null)}</Td>
      <Td>
        <ShareBar share={usage?.share ?? null} color={color} />
      </Td>
      <Td>
        <Sparkline className="h-6 w-full min-w-20" color={color} values={usage?.shape ?? []} />
      </Td>
      <Td className="sticky right-0 bg-surface px-1 text-right">
        <UpstreamActs upstream={name} />
      </Td>
    </Tr>
  );
}

function upstreamCsv(rows: readonly UpstreamRow[]) {
  return {
    header: [
      "upstream",
      "state",
      "in flight",
      "max in flight",
      "requests",
      "share",
      "error rate",
      "latency p95 (ms)",
      "TTFT p95 (ms)",
      "input tokens",
      "output tokens",
      "cost (USD)",
    ],
    rows: rows.map(({ name, live, usage, capacity }) => [
      name,
      live?.state ?? null,
      live?.inFlight ?? null,
      capacity?.limit ?? null,
      usage?.requests ?? null,
      usage?.share ?? null,
      usage?.errorRate ?? null,
      usage?.p95 ?? null,
      usage?.firstToken95 ?? null,
      usage?.inputTokens ?? null,
      usage?.outputTokens ?? null,
      usage?.usd ?? null,
    ]),
  };
}
