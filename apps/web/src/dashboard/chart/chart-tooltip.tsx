import { formatClock, formatLogTime, zoneName } from "../../format/format-time.ts";
import type { ChartLine, Moment } from "./chart-line.ts";
import { LineSwatch } from "./line-swatch.tsx";

const hourMs = 3_600_000;

/** "10:05:10 AM – 10:05:20 AM EST"; from steps of an hour on with the day. */
export function momentWords({ startMs, endMs }: Moment, partialFromMs: number): string {
  const filling = endMs > partialFromMs ? " (still filling)" : "";
  if (endMs - startMs >= hourMs) return `${formatLogTime(startMs)} – ${formatLogTime(endMs)}${filling}`;
  return `${formatClock(startMs, true)} – ${formatClock(endMs, true)} ${zoneName(startMs)}${filling}`;
}

/** What the lines say under the crosshair. */
export function ChartTooltip({
  at,
  moment,
  lines,
  band,
  format,
  partialFromMs,
}: {
  readonly at: number;
  readonly moment: Moment;
  readonly lines: readonly ChartLine[];
  readonly band: boolean;
  readonly format: (value: number | null) => string;
  readonly partialFromMs: number;
}) {
  return (
    <div className="min-w-36 rounded-md border border-border bg-raised px-2.5 py-1.5 text-xs shadow-raised">
      <p className="mb-1 text-muted">{momentWords(moment, partialFromMs)}</p>
      <table className="w-full">
        <tbody>
          {lines.map((line) => (
            <tr key={line.key}>
              <td className="pr-1.5">
                <LineSwatch color={line.color} dash={line.dash} band={band && line.ghost !== true} />
              </td>
              <td className="pr-4">{line.label}</td>
              <td className="whitespace-nowrap text-right font-medium">{format(line.values[at] ?? null)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
