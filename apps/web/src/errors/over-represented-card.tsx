"use client";

import { formatCount, formatPercent } from "../format/format-number.ts";
import { Card } from "../ui/card.tsx";
import { Table, Td, Th, Tr } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";
import { dimensionWords } from "./insight-words.ts";
import type { Insight } from "./insight.ts";

/** What the requests with this error have more often than all requests of the same hours. */
export function OverRepresentedCard({ insight }: { readonly insight: Insight }) {
  const { overRepresented, comparedFromMs, comparedToMs, comparedRequests } = insight;
  return (
    <Card className="overflow-hidden" aria-labelledby="over-represented">
      <h2 id="over-represented" className="px-4 pt-3 font-medium text-[13px]">
        Over-represented in it
      </h2>
      <p className="px-4 pb-2 text-muted text-xs">
        Against all {formatCount(comparedRequests)} requests from <Time atMs={comparedFromMs} /> to{" "}
        <Time atMs={comparedToMs} />
      </p>
      {overRepresented.length === 0 ? (
        <p className="px-4 pb-4 text-[13px] text-muted">
          Nothing stands out: it hits all alike, or too few requests (below 5, or 50 in all) to tell.
        </p>
      ) : (
        <Table label="Over-represented">
          <thead>
            <tr>
              <Th>What</Th>
              <Th>Value</Th>
              <Th>Share of these errors</Th>
              <Th numeric>Of all traffic</Th>
              <Th numeric>Ratio</Th>
              <Th numeric>Requests</Th>
            </tr>
          </thead>
          <tbody>
            {overRepresented.map(({ dimension, value, label, share, usualShare, ratio, requests }) => (
              <Tr key={`${dimension} ${value}`}>
                <Td className="whitespace-nowrap text-muted">{dimensionWords[dimension] ?? dimension}</Td>
                <Td className="max-w-56 truncate font-medium">{label}</Td>
                <Td>
                  <span className="flex items-center gap-2">
                    <span className="relative h-2 w-28 shrink-0 overflow-hidden rounded-full bg-sunken" aria-hidden>
                      <span
                        className="absolute inset-y-0 left-0 rounded-full bg-(--series-2)"
                        style={{ width: `${share * 100}%` }}
                      />
                      <span
                        className="absolute inset-y-0 w-0.5 bg-foreground"
                        style={{ left: `${Math.min(1, usualShare) * 100}%` }}
                      />
                    </span>
                    {formatPercent(share)}
                  </span>
                </Td>
                <Td numeric className="text-muted">
                  {formatPercent(usualShare)}
                </Td>
                <Td numeric>{ratio >= 100 ? "100×+" : `${ratio.toFixed(1)}×`}</Td>
                <Td numeric>{formatCount(requests)}</Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}
