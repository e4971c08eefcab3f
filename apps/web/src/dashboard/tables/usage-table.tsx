"use client";

import { otherName } from "@meridian/metrics";
import { useMemo, useState } from "react";
import { formatDuration } from "../../format/format-duration.ts";
import { formatUsd } from "../../format/format-money.ts";
import { formatCompact, formatCount, formatPercent } from "../../format/format-number.ts";
import { Table, Td, Th, Tr } from "../../ui/table.tsx";
import { Sparkline } from "../chart/sparkline.tsx";
import { ShareBar } from "./share-bar.tsx";
import { SortableTh } from "./sortable-th.tsx";
import { sortUsage, type UsageRow, type UsageSort } from "./usage-rows.ts";
import { ValueButton } from "./value-button.tsx";

/** Usage and cost by the values of a dimension. A value narrows the dashboard to it. */
export function UsageTable({
  label,
  name,
  rows,
  nameOf,
  colorOf,
  onNarrow,
  foldedGroups,
}: {
  readonly label: string;
  readonly name: string;
  readonly rows: readonly UsageRow[];
  readonly nameOf: (group: string) => string;
  readonly colorOf: (group: string) => string;
  readonly onNarrow: (group: string) => void;
  readonly foldedGroups: number;
}) {
  const [sort, setSort] = useState<UsageSort>({ by: "requests", descending: true });
  const sorted = useMemo(() => sortUsage(rows, sort, nameOf), [rows, sort, nameOf]);
  const head = { sort, onSort: setSort };
  return (
    <Table label={label}>
      <thead>
        <tr>
          <SortableTh by="name" label={name} numeric={false} {...head} />
          <SortableTh by="requests" label="Requests" {...head} />
          <Th className="w-36">Share of requests</Th>
          <SortableTh by="errorRate" label="Error rate" {...head} />
          <SortableTh by="p95" label="Latency p95" {...head} />
          <SortableTh by="firstToken95" label="TTFT p95" {...head} />
          <SortableTh by="inputTokens" label="Tokens in" {...head} />
          <SortableTh by="outputTokens" label="Tokens out" {...head} />
          <SortableTh by="usd" label="Cost" {...head} />
          <Th className="w-36">Share of cost</Th>
          <Th className="w-24">Requests/s</Th>
        </tr>
      </thead>
      <tbody>
        {sorted.map((row) => {
          const color = colorOf(row.group);
          const folded = row.group === otherName;
          return (
            <Tr key={row.group} data-group={row.group}>
              <Td className="whitespace-nowrap font-medium">
                <ValueButton
                  words={folded && foldedGroups > 0 ? `${foldedGroups} others` : nameOf(row.group)}
                  color={color}
                  onNarrow={folded ? null : () => onNarrow(row.group)}
                />
              </Td>
              <Td numeric>{formatCount(row.requests)}</Td>
              <Td>
                <ShareBar share={row.share} color={color} />
              </Td>
              <Td numeric>{formatPercent(row.errorRate)}</Td>
              <Td numeric>{formatDuration(row.p95)}</Td>
              <Td numeric>{formatDuration(row.firstToken95)}</Td>
              <Td numeric>{formatCompact(row.inputTokens)}</Td>
              <Td numeric>{formatCompact(row.outputTokens)}</Td>
              <Td numeric>{formatUsd(row.usd)}</Td>
              <Td>
                <ShareBar share={row.usdShare} color={color} />
              </Td>
              <Td>
                <Sparkline className="h-5 w-full min-w-16" color={color} values={row.shape} />
              </Td>
            </Tr>
          );
        })}
      </tbody>
    </Table>
  );
}
