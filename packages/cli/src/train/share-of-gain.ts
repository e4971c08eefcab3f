/** A prompt's gain from the strong model, and how hard it was taken to be. */
export type ScoredPrompt = { readonly gain: number; readonly score: number };

/**
 * RouteLLM's APGR: of what the strong model would gain over the cheap one, the share that is gained on average when the hardest
 * prompts go to it, over all shares of prompts that may. 0.5 is chance. Equal scores share alike.
 */
export function shareOfGain(prompts: readonly ScoredPrompt[]): number {
  const byScore = prompts.toSorted((a, b) => b.score - a.score);
  const total = byScore.reduce((sum, { gain }) => sum + gain, 0);
  let gained = 0;
  let area = 0;
  for (let from = 0; from < byScore.length; ) {
    let to = from;
    let gain = 0;
    while (to < byScore.length && byScore[to]!.score === byScore[from]!.score) gain += byScore[to++]!.gain;
    area += (to - from) * (gained + gain / 2);
    gained += gain;
    from = to;
  }
  return area / byScore.length / total;
}

/** The middle 95 % of what a figure of prompts drawn anew would be, so many times. */
export function interval(
  times: number,
  random: () => number,
  count: number,
  figure: (draw: readonly number[]) => number,
) {
  const figures = Array.from({ length: times }, () =>
    figure(Array.from({ length: count }, () => Math.floor(random() * count))),
  ).toSorted((a, b) => a - b);
  return [figures[Math.floor(times * 0.025)]!, figures[Math.ceil(times * 0.975) - 1]!] as const;
}
