import type { AttemptRecord } from "@meridian/metrics";
import { formatDuration } from "../format/format-duration.ts";
import { Card } from "../ui/card.tsx";
import { attemptWords } from "./attempt-words.ts";
import { OutcomeBadge } from "./outcome-badge.tsx";
import { waterfallSegments } from "./waterfall-segments.ts";

const looks = {
  connecting: { label: "until the headers", className: "bg-border-strong/50" },
  waiting: { label: "until the first token", className: "bg-(--series-1)/45" },
  receiving: { label: "reply", className: "bg-(--series-1)" },
} as const;

/** Each upstream call as a bar on the request's time. */
export function AttemptWaterfall({
  attempts,
  durationMs,
}: {
  readonly attempts: readonly AttemptRecord[];
  readonly durationMs: number;
}) {
  // They are recorded as they end.
  const asMade = attempts.toSorted((a, b) => a.startedAtMs - b.startedAtMs);
  const totalMs = Math.max(1, durationMs, ...attempts.map(({ endedAtMs }) => endedAtMs));
  return (
    <Card className="p-4" aria-labelledby="attempts">
      <div className="mb-3 flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <h2 id="attempts" className="font-medium text-[13px]">
          Attempts
        </h2>
        <ul className="flex flex-wrap gap-x-3 text-muted text-xs">
          {Object.values(looks).map(({ label, className }) => (
            <li key={label} className="inline-flex items-center gap-1.5">
              <span className={`h-2 w-3.5 rounded-sm ${className}`} aria-hidden /> {label}
            </li>
          ))}
        </ul>
      </div>
      {attempts.length === 0 ? (
        <p className="text-[13px] text-muted">No upstream was called.</p>
      ) : (
        <ol className="space-y-3">
          {asMade.map((attempt, at) => (
            <li key={attempt.startedAtMs} className="grid gap-x-4 gap-y-1 md:grid-cols-[13rem_1fr]">
              <div className="min-w-0">
                <p className="flex items-center gap-2">
                  <span className="text-muted text-xs">{at + 1}.</span>
                  <span className="truncate font-medium">{attempt.upstream}</span>
                  <OutcomeBadge outcome={attempt.outcome} status={attempt.status} />
                </p>
                <p className="pl-5 text-muted text-xs">{attemptWords(attempt, attempts)}</p>
              </div>
              <div>
                <div className="relative h-5 overflow-hidden rounded bg-sunken" aria-hidden>
                  {waterfallSegments(attempt, totalMs).map(({ part, from, width }) => (
                    <span
                      key={part}
                      className={`absolute inset-y-0.5 min-w-0.5 rounded-sm ${looks[part].className}`}
                      style={{ left: `${from * 100}%`, width: `${width * 100}%` }}
                    />
                  ))}
                </div>
                <p className="mt-0.5 text-muted text-xs">{timesInWords(attempt)}</p>
              </div>
            </li>
          ))}
        </ol>
      )}
      <div className="mt-2 flex justify-between border-border border-t pt-1 text-[11px] text-muted md:ml-56">
        <span>0 ms</span>
        <span>{formatDuration(totalMs)}</span>
      </div>
    </Card>
  );
}

function timesInWords({ startedAtMs, headersAtMs, firstTokenAtMs, endedAtMs }: AttemptRecord): string {
  return [
    `sent at ${formatDuration(startedAtMs)}`,
    headersAtMs === null ? "no headers" : `headers at ${formatDuration(headersAtMs)}`,
    ...(firstTokenAtMs === null ? [] : [`first token at ${formatDuration(firstTokenAtMs)}`]),
    `ended at ${formatDuration(endedAtMs)}`,
  ].join(" · ");
}
