import { formatCount } from "../format/format-number.ts";
import { countSteps, type SeenCount } from "./count-steps.ts";

/** Counts over time as bars, without axes: the shape. What reached callers is the darker part. */
export function CountBars({
  counts,
  fromMs,
  stepMs,
  steps,
  label,
  className,
}: {
  readonly counts: readonly SeenCount[];
  readonly fromMs: number;
  readonly stepMs: number;
  readonly steps: number;
  /** What is counted, for who does not see the picture. */
  readonly label: string;
  readonly className?: string;
}) {
  const values = countSteps(counts, fromMs, stepMs, steps);
  const highest = Math.max(1, ...values.map(({ requests }) => requests));
  const total = values.reduce((sum, { requests }) => sum + requests, 0);
  return (
    <svg
      viewBox={`0 0 ${steps} 24`}
      preserveAspectRatio="none"
      className={className}
      role="img"
      aria-label={`${label}: ${formatCount(total)} in all, at most ${formatCount(highest)} in one bar`}
    >
      <rect x="0" y="23.5" width={steps} height="0.5" fill="var(--border)" />
      {values.map(({ startMs, requests, reachedCaller }, at) => {
        if (requests === 0) return null;
        const height = Math.max(1.5, (requests / highest) * 23);
        const reached = requests === 0 ? 0 : height * (reachedCaller / requests);
        return (
          <g key={startMs}>
            <rect x={at + 0.1} y={23.5 - height} width="0.8" height={height} fill="var(--series-2)" opacity="0.45" />
            {reached > 0 && (
              <rect x={at + 0.1} y={23.5 - reached} width="0.8" height={reached} fill="var(--series-2)" />
            )}
          </g>
        );
      })}
    </svg>
  );
}
