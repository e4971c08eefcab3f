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

const apis: readonly Provider[] = ["openai", "azure-openai", "anthropic", "gemini", "bedrock"];

/** Whether one engine, or a few, stand behind an upstream of that provider, and not a whole cloud: what is sent there queues up. */
export const isEngine = (provider: Provider): boolean => !apis.includes(provider);

/** What a caller asks for, by the name of its API; each has a path of its own. */
export const endpointNames = ["chat.completions", "completions", "responses", "embeddings", "messages"] as const;

export type EndpointName = (typeof endpointNames)[number];

const openaiEndpoints = endpointNames;

/** The endpoints at which the gateway can have an upstream of each provider answer. */
export const endpointsOf: Readonly<Record<Provider, readonly EndpointName[]>> = {
  openai: openaiEndpoints,
  "azure-openai": openaiEndpoints,
  anthropic: ["messages", "chat.completions"],
  gemini: ["chat.completions"],
  bedrock: ["chat.completions"],
  vllm: openaiEndpoints,
  sglang: openaiEndpoints,
  tgi: openaiEndpoints,
  "llama-cpp": openaiEndpoints,
  ollama: openaiEndpoints,
  "openai-compatible": openaiEndpoints,
};
