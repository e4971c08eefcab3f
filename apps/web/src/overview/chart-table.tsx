import { formatLogTime } from "../format/format-time.ts";
import { Table, Td, Th, Tr } from "../ui/table.tsx";
import { type ChartLine, chartRows } from "./chart-line.ts";
import type { Point } from "./overview-model.ts";

/** A chart's values as a table, newest first. */
export function ChartTable({
  title,
  points,
  lines,
  format,
}: {
  readonly title: string;
  readonly points: readonly Point[];
  readonly lines: readonly ChartLine[];
  readonly format: (value: number | null) => string;
}) {
  return (
    <div className="h-full overflow-y-auto">
      <Table label={title} className="text-xs">
        <thead className="sticky top-0 bg-surface">
          <tr>
            <Th>From</Th>
            {lines.map((line) => (
              <Th key={line.key} numeric>
                {line.label}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {chartRows(points, lines)
            .toReversed()
            .map((row) => (
              <Tr key={row.startMs}>
                <Td className="whitespace-nowrap py-0.5 text-muted">{formatLogTime(row.startMs)}</Td>
                {lines.map((line) => (
                  <Td key={line.key} numeric className="py-0.5">
                    {format(row[line.key] ?? null)}
                  </Td>
                ))}
              </Tr>
            ))}
        </tbody>
      </Table>
    </div>
  );
}
