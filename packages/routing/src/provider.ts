/** Who runs an API, and the dialect it speaks. */
export const providers = [
  "openai",
  "azure-openai",
  "anthropic",
  "gemini",
  "bedrock",
  "vllm",
  "sglang",
  "tgi",
  "llama-cpp",
  "ollama",
  "openai-compatible",
] as const;

export type Provider = (typeof providers)[number];
