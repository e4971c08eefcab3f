export type SeenCount = { readonly startMs: number; readonly requests: number; readonly reachedCaller: number };

/** One count for each of the steps from `fromMs` on (a multiple of the step); what is not told is 0. */
export function countSteps(counts: readonly SeenCount[], fromMs: number, stepMs: number, steps: number): SeenCount[] {
  const byStart = new Map(counts.map((count) => [count.startMs, count]));
  return Array.from({ length: steps }, (_, at) => {
    const startMs = fromMs + at * stepMs;
    return byStart.get(startMs) ?? { startMs, requests: 0, reachedCaller: 0 };
  });
}
