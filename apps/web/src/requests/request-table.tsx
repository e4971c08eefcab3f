"use client";

import Link from "next/link";
import { memo, useRef } from "react";
import { formatDuration } from "../format/format-duration.ts";
import { formatRequestCost } from "../format/format-money.ts";
import { formatCount } from "../format/format-number.ts";
import { paths } from "../shell/paths.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { Table, Td, Th, Tr } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";
import { OutcomeBadge } from "./outcome-badge.tsx";
import type { RequestLine } from "./request-line.ts";
import { useRowKeys } from "./use-row-keys.ts";

/** Lines of the log; each leads to its request's page, which keeps the filters (`search`) for its way back and on. */
export function RequestTable({
  lines,
  search = "",
}: {
  readonly lines: readonly RequestLine[];
  readonly search?: string;
}) {
  const rows = useRef<HTMLTableSectionElement>(null);
  useRowKeys(rows);
  return (
    <Table label="Requests">
      <thead>
        <tr>
          <Th>Time</Th>
          <Th>Outcome</Th>
          <Th>Route</Th>
          <Th>Upstream</Th>
          <Th>Key</Th>
          <Th numeric>Attempts</Th>
          <Th numeric>TTFT</Th>
          <Th numeric>Duration</Th>
          <Th numeric>Tokens in / out</Th>
          <Th numeric>Cost</Th>
          <Th numeric>Config</Th>
        </tr>
      </thead>
      <tbody ref={rows}>
        {lines.map((line) => (
          <RequestRow key={line.id} line={line} search={search} />
        ))}
      </tbody>
    </Table>
  );
}

const RequestRow = memo(function RequestRow({ line, search }: { readonly line: RequestLine; readonly search: string }) {
  const { place } = useWorkspace();
  return (
    <Tr className="relative hover:bg-sunken has-[a:focus-visible]:bg-sunken" data-request={line.id}>
      <Td className="whitespace-nowrap">
        <Link
          href={`${paths.request(place, line.id)}${search}`}
          prefetch={false}
          data-row-link
          className="rounded after:absolute after:inset-0"
        >
          <Time atMs={line.startedAtMs} as="log" />
          <span className="sr-only">, request {line.id}</span>
        </Link>
      </Td>
      <Td>
        <OutcomeBadge outcome={line.outcome} status={line.status} />
      </Td>
      <Td className="max-w-40 truncate">{line.route ?? <None />}</Td>
      <Td className="max-w-40 truncate">{line.upstream ?? <None />}</Td>
      <Td className="max-w-40 truncate text-muted">{line.keyName ?? <None />}</Td>
      <Td numeric className={line.attemptCount > 1 ? "font-medium text-warn" : undefined}>
        {line.attemptCount}
      </Td>
      <Td numeric>{formatDuration(line.firstTokenMs)}</Td>
      <Td numeric>{formatDuration(line.durationMs)}</Td>
      <Td numeric className="text-muted">
        {formatCount(line.inputTokens)} / {formatCount(line.outputTokens)}
      </Td>
      <Td numeric>{formatRequestCost(line.costNanoUsd)}</Td>
      <Td numeric className="font-mono text-muted text-xs">
        {line.configVersion === null ? <None /> : `v${line.configVersion}`}
      </Td>
    </Tr>
  );
});

function None() {
  return <span className="text-muted">–</span>;
}
