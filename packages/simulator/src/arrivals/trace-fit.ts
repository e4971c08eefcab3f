import type { Quantiles } from "./quantiles.ts";

/** What a generator needs to know of a trace. */
export type TraceFit = {
  /** Mean arrivals a second. */
  readonly requestsPerSecond: number;
  /** Standard deviation ÷ mean of the gaps between arrivals; ≥ 1. */
  readonly gapVariation: number;
  readonly promptTokens: Quantiles;
  readonly outputTokens: Quantiles;
};

/**
 * Statistics of one hour of a conversation service: Azure/AzurePublicDataset @ b469a113cedc, AzureLLMInferenceTrace_conv
 * (CC-BY-4.0, Splitwise, ISCA'24), 19,366 requests. Token counts are log-normal-like below the median and have plateaus
 * above it (prompts near 1,100 and 4,100, replies near 400), so they are given as quantiles rather than two parameters.
 */
export const azureConversation: TraceFit = {
  requestsPerSecond: 5.53,
  gapVariation: 1.09,
  promptTokens: [
    [0, 2],
    [0.05, 181],
    [0.1, 207],
    [0.25, 396],
    [0.5, 1020],
    [0.6, 1071],
    [0.7, 1130],
    [0.75, 1189],
    [0.8, 1315],
    [0.9, 2735],
    [0.95, 4083],
    [0.99, 4142],
    [0.999, 6212],
    [1, 14_050],
  ],
  outputTokens: [
    [0, 7],
    [0.05, 41],
    [0.1, 54],
    [0.25, 85],
    [0.5, 129],
    [0.6, 177],
    [0.7, 384],
    [0.75, 395],
    [0.8, 400],
    [0.9, 424],
    [0.95, 451],
    [0.99, 601],
    [0.999, 954],
    [1, 1000],
  ],
};
