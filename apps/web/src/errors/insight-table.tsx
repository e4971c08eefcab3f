"use client";

import Link from "next/link";
import { useRef } from "react";
import { formatCompact, formatCount } from "../format/format-number.ts";
import { useRowKeys } from "../requests/use-row-keys.ts";
import { paths } from "../shell/paths.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";
import type { Outputs } from "../trpc/outputs.ts";
import { Table, Td, Th, Tr } from "../ui/table.tsx";
import { Age } from "../ui/time.tsx";
import { CountBars } from "./count-bars.tsx";
import { InsightStateBadge } from "./insight-state-badge.tsx";
import { insightTitle } from "./insight-words.ts";

const hourMs = 3_600_000;

type List = Outputs["errorInsights"]["list"];

export function InsightTable({
  insights,
  hoursFromMs,
}: {
  readonly insights: List["insights"];
  readonly hoursFromMs: number;
}) {
  const { place } = useWorkspace();
  const rows = useRef<HTMLTableSectionElement>(null);
  useRowKeys(rows);
  return (
    <Table label="Error insights">
      <thead>
        <tr>
          <Th>Error</Th>
          <Th>State</Th>
          <Th>Last 24 hours</Th>
          <Th numeric>Requests</Th>
          <Th numeric title="Callers got the error; the others were rescued by another attempt">
            Reached callers
          </Th>
          <Th>Last seen</Th>
          <Th>First seen</Th>
        </tr>
      </thead>
      <tbody ref={rows}>
        {insights.map((insight) => (
          <Tr key={insight.id} className="relative hover:bg-sunken has-[a:focus-visible]:bg-sunken">
            <Td className="min-w-48 max-w-96">
              <Link
                href={paths.error(place, insight.id)}
                prefetch={false}
                data-row-link
                className="rounded font-medium after:absolute after:inset-0"
              >
                {insightTitle(insight)}
              </Link>
              <p className="truncate text-muted text-xs">
                {insight.upstream === "" ? insight.message || "No upstream was called" : `at ${insight.upstream}`}
                {insight.provider !== "" && ` · ${insight.provider}`}
              </p>
            </Td>
            <Td>
              <InsightStateBadge state={insight.state} />
            </Td>
            <Td>
              <CountBars
                counts={insight.hours}
                fromMs={hoursFromMs}
                stepMs={hourMs}
                steps={24}
                label="By the hour"
                className="h-6 w-28"
              />
            </Td>
            <Td numeric title={formatCount(insight.requests)}>
              {formatCompact(insight.requests)}
            </Td>
            <Td numeric className={insight.reachedCaller > 0 ? "font-medium text-bad" : "text-muted"}>
              {insight.reachedCaller === 0 ? "none" : formatCompact(insight.reachedCaller)}
            </Td>
            <Td className="whitespace-nowrap">
              <Age atMs={insight.lastSeenMs} />
            </Td>
            <Td className="whitespace-nowrap text-muted">
              <Age atMs={insight.firstSeenMs} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
