import type { LearntComplexity } from "./prompt-signs.ts";

/** Written by `npm run train:complexity -- FOLDER --write`; docs/complexity.md says from what, and how well it tells. */
export const learntComplexity: LearntComplexity = {
  weights: [1],
  steps: [
    6.26679, 7.19967, 7.40088, 7.53916, 7.67243, 7.79442, 7.91289, 8.03892, 8.15482, 8.28077, 8.42206, 8.56224, 8.6865,
    8.78136, 8.88874, 9.05528, 9.3443, 9.78463, 10.19476, 10.57365, 12.26913,
  ],
};
