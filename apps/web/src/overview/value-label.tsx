type ValueLabelProps = {
  readonly x?: number;
  readonly y?: number;
  readonly payload?: { readonly value: number };
  readonly format: (value: number) => string;
};

/** A label of the value axis, on one line however narrow the axis. Recharts gives the place. */
export function ValueLabel({ x, y, payload, format }: ValueLabelProps) {
  return (
    <text x={x} y={y} dy="0.32em" textAnchor="end" fill="var(--axis)" fontSize={10.5}>
      {payload && format(payload.value)}
    </text>
  );
}
