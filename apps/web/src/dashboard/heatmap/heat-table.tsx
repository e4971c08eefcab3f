import { formatDuration } from "../../format/format-duration.ts";
import { formatCount } from "../../format/format-number.ts";
import { formatLogTime } from "../../format/format-time.ts";
import { Table, Td, Th, Tr } from "../../ui/table.tsx";
import type { HeatGrid } from "./heat-grid.ts";

/** Rows of the grid that make one column: a doubling of the duration. */
const rowsPerColumn = 4;

/** The heatmap's counts, newest first, in columns that double. */
export function HeatTable({
  title,
  grid: { points, rows, counts },
}: {
  readonly title: string;
  readonly grid: HeatGrid;
}) {
  const starts = rows.map((_, at) => at).filter((at) => at % rowsPerColumn === 0);
  return (
    <div className="h-full overflow-y-auto">
      <Table label={title} className="text-xs">
        <thead className="sticky top-0 bg-surface">
          <tr>
            <Th>From</Th>
            {starts.map((at) => (
              <Th key={at} numeric>
                ≤ {formatDuration(rows[Math.min(rows.length, at + rowsPerColumn) - 1]?.upToMs ?? null)}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {points
            .map(({ startMs }, column) => (
              <Tr key={startMs}>
                <Td className="whitespace-nowrap py-0.5 text-muted">{formatLogTime(startMs)}</Td>
                {starts.map((at) => {
                  const known = counts[column];
                  const sum = known?.slice(at, at + rowsPerColumn).reduce((all, count) => all + count, 0);
                  return (
                    <Td key={at} numeric className="py-0.5">
                      {sum === undefined ? "–" : formatCount(sum)}
                    </Td>
                  );
                })}
              </Tr>
            ))
            .toReversed()}
        </tbody>
      </Table>
    </div>
  );
}
