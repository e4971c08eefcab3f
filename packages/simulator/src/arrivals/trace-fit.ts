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

/**
 * Statistics of one hour of Kimi's conversations: kvcache-ai/Mooncake @ 3b5a59413395, conversation_trace (Apache-2.0), 12,031
 * requests: long prompts with a heavier tail, in bursts. Its times are given in ticks of 3 s, which the variation of the gaps
 * holds too.
 */
export const mooncakeConversation: TraceFit = {
  requestsPerSecond: 3.4,
  gapVariation: 3.03,
  promptTokens: [
    [0, 891],
    [0.05, 901],
    [0.1, 964],
    [0.25, 2306],
    [0.5, 6909],
    [0.6, 9570],
    [0.7, 13_196],
    [0.75, 15_368],
    [0.8, 17_869],
    [0.9, 27_367],
    [0.95, 39_552],
    [0.99, 85_401],
    [0.999, 121_301],
    [1, 126_195],
  ],
  outputTokens: [
    [0, 1],
    [0.05, 10],
    [0.1, 24],
    [0.25, 156],
    [0.5, 350],
    [0.6, 399],
    [0.7, 447],
    [0.75, 472],
    [0.8, 504],
    [0.9, 597],
    [0.95, 698],
    [0.99, 1120],
    [0.999, 2000],
    [1, 2000],
  ],
};
