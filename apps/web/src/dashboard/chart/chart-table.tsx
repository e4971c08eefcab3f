import { formatLogTime } from "../../format/format-time.ts";
import { Table, Td, Th, Tr } from "../../ui/table.tsx";
import type { ChartLine, Moment } from "./chart-line.ts";

/** A chart's values as a table, newest first. */
export function ChartTable({
  title,
  moments,
  lines,
  format,
}: {
  readonly title: string;
  readonly moments: readonly Moment[];
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
          {moments
            .map(({ startMs }, at) => (
              <Tr key={startMs}>
                <Td className="whitespace-nowrap py-0.5 text-muted">{formatLogTime(startMs)}</Td>
                {lines.map((line) => (
                  <Td key={line.key} numeric className="py-0.5">
                    {format(line.values[at] ?? null)}
                  </Td>
                ))}
              </Tr>
            ))
            .toReversed()}
        </tbody>
      </Table>
    </div>
  );
}
