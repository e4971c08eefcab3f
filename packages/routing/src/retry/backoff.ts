const baseMs = 250;

/** A caller waits for no pause longer than this: it is told at once when to come again. */
const maxWaitMs = 2_000;

/**
 * ms before the same upstream is tried again after `failures` (≥ 1) of its attempts: full jitter under 250 ms × 2ⁿ⁻¹ on
 * top of what is left of its cooldown, at most 2 s. null when the cooldown alone is longer.
 */
export function backoffMs(failures: number, coolingMs: number, random: () => number): number | null {
  if (coolingMs > maxWaitMs) return null;
  const ceilingMs = Math.min(maxWaitMs, baseMs * 2 ** (failures - 1));
  return Math.min(maxWaitMs, Math.ceil(coolingMs + random() * ceilingMs));
}
