/** Fractions of hundredths: "", ".01", … ".1", … */
const fractions = Array.from({ length: 100 }, (_, hundredths) => `${hundredths / 100}`.slice(1));

const mostHundredths = 1_000_000_000;

/** ms as JSON writes a number. Records keep hundredths, which are found in a table sooner than the digits of any fraction are. */
export function millisecondsText(ms: number): string {
  const hundredths = Math.round(ms * 100);
  if (!(hundredths >= 0 && hundredths < mostHundredths) || hundredths / 100 !== ms) return `${ms}`;
  const whole = Math.floor(hundredths / 100);
  return `${whole}${fractions[hundredths - whole * 100]}`;
}
