const baseMs = 250;
const maxJitteredMs = 8_000;

/** An upstream that asks for a longer pause than this is not waited for. */
const maxWaitMs = 60_000;

/**
 * ms before the same upstream is tried again after `failures` (≥ 1) of its attempts: full jitter under 250 ms × 2ⁿ⁻¹, at
 * most 8 s, on top of what is left of its cooldown. null when that would take more than 60 s.
 */
export function backoffMs(failures: number, coolingMs: number, random: () => number): number | null {
  if (coolingMs > maxWaitMs) return null;
  const ceilingMs = Math.min(maxJitteredMs, baseMs * 2 ** (failures - 1));
  return Math.min(maxWaitMs, Math.ceil(coolingMs + random() * ceilingMs));
}
