/** Resolves when the condition holds; rejects when it does not within `ceilingMs`. Looks every few ms. */
export async function waitUntil(condition: () => boolean, what: string, ceilingMs = 5_000): Promise<void> {
  const untilMs = performance.now() + ceilingMs;
  while (!condition()) {
    if (performance.now() > untilMs) throw new Error(`Not within ${ceilingMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
