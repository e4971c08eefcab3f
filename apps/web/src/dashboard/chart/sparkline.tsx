/** A line without axes: the shape of the window. Gaps stay gaps. */
export function Sparkline({
  values,
  color = "var(--series-1)",
  className,
}: {
  readonly values: readonly (number | null)[];
  readonly color?: string;
  readonly className?: string;
}) {
  const highest = Math.max(0, ...values.map((value) => value ?? 0));
  const x = (at: number) => (values.length < 2 ? 0 : (at / (values.length - 1)) * 100);
  const y = (value: number) => (highest === 0 ? 22 : 22 - (value / highest) * 20);
  let path = "";
  let pen = false;
  values.forEach((value, at) => {
    if (value === null) {
      pen = false;
      return;
    }
    path += `${pen ? "L" : "M"}${x(at).toFixed(1)} ${y(value).toFixed(1)}`;
    pen = true;
  });
  return (
    <svg viewBox="0 0 100 24" preserveAspectRatio="none" className={className} aria-hidden>
      <path
        d={path}
        fill="none"
        stroke={color}
        strokeWidth="1.5"
        vectorEffect="non-scaling-stroke"
        strokeLinejoin="round"
      />
    </svg>
  );
}
