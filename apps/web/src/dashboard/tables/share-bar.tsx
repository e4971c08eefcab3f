import { formatPercent } from "../../format/format-number.ts";

/** A share (0..1) as a bar and in figures. */
export function ShareBar({
  share,
  color = "var(--series-1)",
  words,
}: {
  readonly share: number | null;
  readonly color?: string;
  /** In place of the percentage. */
  readonly words?: string;
}) {
  return (
    <div className="flex min-w-28 items-center gap-2">
      <span className="h-2 flex-1 overflow-hidden rounded-full bg-sunken" aria-hidden>
        <span
          className="block h-full rounded-full transition-[width] duration-500"
          style={{ width: `${Math.min(1, share ?? 0) * 100}%`, background: color }}
        />
      </span>
      <span className="w-12 whitespace-nowrap text-right">{words ?? formatPercent(share)}</span>
    </div>
  );
}
