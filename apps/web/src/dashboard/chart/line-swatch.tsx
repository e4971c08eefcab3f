/** The look of a line in words' company: its colour and its dash. */
export function LineSwatch({
  color,
  dash,
  band = false,
}: {
  readonly color: string;
  readonly dash?: string | undefined;
  readonly band?: boolean;
}) {
  return (
    <svg width="14" height="8" viewBox="0 0 14 8" className="shrink-0" aria-hidden>
      {band ? (
        <rect width="14" height="8" rx="2" fill={color} />
      ) : (
        <line x1="0" y1="4" x2="14" y2="4" stroke={color} strokeWidth="2" strokeDasharray={dash} />
      )}
    </svg>
  );
}
