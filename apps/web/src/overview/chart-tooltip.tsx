import { formatClock, zoneName } from "../format/format-time.ts";
import type { ChartLine, ChartRow } from "./chart-line.ts";
import { LineSwatch } from "./line-swatch.tsx";

type ChartTooltipProps = {
  /** From Recharts, as is `payload`: whether the crosshair is on this chart or one beside it. */
  readonly active?: boolean;
  readonly payload?: readonly { readonly payload?: unknown }[];
  /** Whether this chart is the one to say its values. */
  readonly shown: boolean;
  readonly lines: readonly ChartLine[];
  readonly band: boolean;
  readonly format: (value: number | null) => string;
  readonly partialFromMs: number;
};

/** What the lines say under the crosshair. */
export function ChartTooltip({ active, payload, shown, lines, band, format, partialFromMs }: ChartTooltipProps) {
  const row = payload?.[0]?.payload as ChartRow | undefined;
  if (active !== true || !shown || row === undefined) return null;
  return (
    <div className="min-w-36 rounded-md border border-border bg-raised px-2.5 py-1.5 text-xs shadow-raised">
      <p className="mb-1 text-muted">
        {formatClock(row.startMs, true)} – {formatClock(row.endMs, true)} {zoneName(row.startMs)}
        {row.startMs >= partialFromMs && " (still filling)"}
      </p>
      <table className="w-full">
        <tbody>
          {lines.map((line) => (
            <tr key={line.key}>
              <td className="pr-1.5">
                <LineSwatch color={line.color} dash={line.dash} band={band} />
              </td>
              <td className="pr-4">{line.label}</td>
              <td className="text-right font-medium">{format(row[line.key] ?? null)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
