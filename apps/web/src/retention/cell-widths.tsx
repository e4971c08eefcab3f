import { Card } from "../ui/card.tsx";
import { formatBytes } from "../format/format-bytes.ts";
import { formatCount } from "../format/format-number.ts";
import { Table, Td, Th, Tr } from "../ui/table.tsx";
import { daysWords, type RetentionSettings, widthWords } from "./retention-words.ts";

/** How long cells of each width are kept, and the room they take. */
export function CellWidths({ settings: { cells, own } }: { readonly settings: RetentionSettings }) {
  return (
    <Card aria-labelledby="cell-widths">
      <div className="px-4 pt-2.5 pb-1">
        <h2 id="cell-widths" className="font-medium text-[13px]">
          Cells of metrics by width
        </h2>
        <p className="text-muted text-xs">
          Set for the whole installation (CELLS_…_RETENTION_DAYS). A day on Metrics above ends all of them earlier.
        </p>
      </div>
      <Table label="Cells by width">
        <thead>
          <tr>
            <Th>Width</Th>
            <Th>Kept for</Th>
            <Th numeric>Cells</Th>
            <Th numeric>Room, about</Th>
          </tr>
        </thead>
        <tbody>
          {cells.map(({ seconds, days, use }) => (
            <Tr key={seconds}>
              <Td>{widthWords(seconds)}</Td>
              <Td>{keptWords(days, own.cells)}</Td>
              <Td numeric>
                {use.exact ? "" : "about "}
                {formatCount(use.rows)}
              </Td>
              <Td numeric>{formatBytes(use.bytes)}</Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}

function keptWords(bound: number | null, own: number | null): string {
  if (bound === null) return own === null ? "not told by the worker yet" : daysWords(own);
  return daysWords(Math.min(bound, own ?? bound));
}
