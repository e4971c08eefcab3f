const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });

/** "1,234,567". */
export function formatCount(value: number): string {
  return whole.format(value);
}

/** "12.3K", "1.2M"; below 10,000 in full. */
export function formatCompact(value: number): string {
  return Math.abs(value) < 10_000 ? whole.format(value) : compact.format(value);
}

/** A rate with three figures that count: "0.42", "4.97", "52.3", "1,204"; what is above nothing never reads 0. */
export function formatRate(value: number | null): string {
  if (value === null) return "–";
  if (value === 0) return "0";
  if (value < 0.005) return "<0.01";
  if (value < 9.995) return value.toFixed(2);
  if (value < 99.95) return value.toFixed(1);
  return formatCompact(value);
}

/** 0..1 as "0.42%" or "12.3%"; what is above nothing never reads 0%. */
export function formatPercent(share: number | null): string {
  if (share === null) return "–";
  if (share === 0) return "0%";
  const percent = share * 100;
  if (percent < 0.01) return "<0.01%";
  return percent < 9.995 ? `${percent.toFixed(2)}%` : `${percent.toFixed(1)}%`;
}
