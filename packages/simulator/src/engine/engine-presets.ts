import type { EngineModel } from "./engine-model.ts";

const vllmDefaults = { maxSequences: 256, maxBatchTokens: 2048 };

/**
 * Measured engines. Step constants: fits to Vidur's profiles (8B on A100), guidellm runs of llm-d's workload-variant
 * autoscaler (8B on H100), llm-d's published peaks (32B) and Splitwise's `perf_model.csv` (70B). KV capacities of the 70B
 * presets are derived: 90 % of the GPUs' memory less 140 GB of weights, at 320 KiB a token.
 */
export const enginePresets = {
  /** Llama-3-8B on one A100-80. */
  "llama-3-8b-a100": {
    ...vllmDefaults,
    baseMs: 11,
    perPrefillTokenMs: 0.07,
    perDecodeSequenceMs: 0.029,
    perKvTokenMs: 7.6e-5,
    kvTokens: 400_000,
  },
  /** Llama-3.1-8B on one H100. */
  "llama-3.1-8b-h100": {
    ...vllmDefaults,
    baseMs: 6.9,
    perPrefillTokenMs: 0.027,
    perDecodeSequenceMs: 0.018,
    perKvTokenMs: 4.6e-5,
    kvTokens: 430_000,
  },
  /** Llama-3.1-8B on one RTX PRO 6000, fitted to LLMServingSim's log of vLLM 0.19. */
  "llama-3.1-8b-rtx-pro-6000": {
    ...vllmDefaults,
    baseMs: 14.2,
    perPrefillTokenMs: 0.041,
    perDecodeSequenceMs: 0.016,
    perKvTokenMs: 8.2e-5,
    kvTokens: 530_000,
    maxSequences: 128,
  },
  /** Llama-3.1-8B on one L4, from the card's figures: 300 GB/s and 121 TFLOP/s, of which 80 % and 40 % are reached. */
  "llama-3.1-8b-l4": {
    ...vllmDefaults,
    baseMs: 55,
    perPrefillTokenMs: 0.33,
    perDecodeSequenceMs: 0.05,
    perKvTokenMs: 5.5e-4,
    kvTokens: 36_000,
  },
  /** Qwen3-32B on two H100, tensor parallel. */
  "qwen3-32b-h100x2": {
    ...vllmDefaults,
    baseMs: 11.5,
    perPrefillTokenMs: 0.056,
    perDecodeSequenceMs: 0.02,
    perKvTokenMs: 6e-5,
    kvTokens: 307_328,
  },
  /** Llama-2-70B on eight H100. */
  "llama-2-70b-h100x8": {
    ...vllmDefaults,
    baseMs: 29.9,
    perPrefillTokenMs: 0.091,
    perDecodeSequenceMs: 0.22,
    perKvTokenMs: 1.6e-4,
    kvTokens: 1_330_000,
  },
  /** Llama-2-70B on four H100. */
  "llama-2-70b-h100x4": {
    ...vllmDefaults,
    baseMs: 28.9,
    perPrefillTokenMs: 0.107,
    perDecodeSequenceMs: 0.295,
    perKvTokenMs: 7.8e-5,
    kvTokens: 450_000,
  },
  /** Llama-2-70B on eight A100-80. */
  "llama-2-70b-a100x8": {
    ...vllmDefaults,
    baseMs: 44.2,
    perPrefillTokenMs: 0.231,
    perDecodeSequenceMs: 0.24,
    perKvTokenMs: 3e-4,
    kvTokens: 1_330_000,
  },
} as const satisfies Record<string, EngineModel>;

export type EnginePreset = keyof typeof enginePresets;
