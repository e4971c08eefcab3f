/** A kind of upstream that the gateway serves and that lists its models. */
export type ProviderPreset = {
  readonly id: string;
  readonly label: string;
  /** As the routing document says it. */
  readonly provider: "openai" | "anthropic" | "openai-compatible" | "vllm" | "sglang" | "tgi" | "llama-cpp" | "ollama";
  /** null: everybody has their own. */
  readonly baseUrl: string | null;
  readonly place: "hosted" | "own";
  readonly key: "needed" | "possible";
  /** Where keys are made. */
  readonly keysAt?: string;
  /** It lists its models to anybody: being listed says nothing about the key. */
  readonly publicList?: boolean;
};

export const providerPresets: readonly ProviderPreset[] = [
  hosted("openai", "OpenAI", "https://api.openai.com/v1", "platform.openai.com/api-keys"),
  hosted("anthropic", "Anthropic", "https://api.anthropic.com/v1", "console.anthropic.com/settings/keys"),
  hosted(
    "gemini",
    "Google Gemini",
    "https://generativelanguage.googleapis.com/v1beta/openai",
    "aistudio.google.com/apikey",
  ),
  hosted("groq", "Groq", "https://api.groq.com/openai/v1", "console.groq.com/keys"),
  hosted("mistral", "Mistral", "https://api.mistral.ai/v1", "console.mistral.ai/api-keys"),
  hosted("together", "Together AI", "https://api.together.xyz/v1", "api.together.ai/settings/api-keys"),
  hosted("deepseek", "DeepSeek", "https://api.deepseek.com/v1", "platform.deepseek.com/api_keys"),
  { ...hosted("openrouter", "OpenRouter", "https://openrouter.ai/api/v1", "openrouter.ai/keys"), publicList: true },
  own("ollama", "Ollama", "ollama", "http://localhost:11434/v1"),
  own("vllm", "vLLM", "vllm", "http://localhost:8000/v1"),
  own("sglang", "SGLang", "sglang", "http://localhost:30000/v1"),
  own("tgi", "TGI", "tgi", "http://localhost:8080/v1"),
  own("llama-cpp", "llama.cpp", "llama-cpp", "http://localhost:8080/v1"),
  own("lm-studio", "LM Studio", "openai-compatible", "http://localhost:1234/v1"),
  own("openai-compatible", "Any OpenAI-compatible API", "openai-compatible", null),
];

export function presetOf(id: string): ProviderPreset {
  const preset = providerPresets.find((each) => each.id === id) ?? providerPresets.at(-1);
  if (!preset) throw new Error("There are no presets.");
  return preset;
}

function hosted(id: string, label: string, baseUrl: string, keysAt: string): ProviderPreset {
  const provider = id === "openai" || id === "anthropic" ? id : "openai-compatible";
  return { id, label, provider, baseUrl, place: "hosted", key: "needed", keysAt: `https://${keysAt}` };
}

function own(id: string, label: string, provider: ProviderPreset["provider"], baseUrl: string | null): ProviderPreset {
  return { id, label, provider, baseUrl, place: "own", key: "possible" };
}
