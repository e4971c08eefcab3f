import type { AttemptRecord, RequestRecord } from "@meridian/metrics";

/** What the conventions call an operation; Responses are one of chat. */
const operations: Readonly<Record<RequestRecord["endpoint"], string>> = {
  "chat.completions": "chat",
  completions: "text_completion",
  responses: "chat",
  embeddings: "embeddings",
  messages: "chat",
  models: "list_models",
};

/** Providers that the conventions have a name of their own for; engines keep ours. */
const providers: Readonly<Record<string, string>> = {
  "azure-openai": "azure.ai.openai",
  bedrock: "aws.bedrock",
  gemini: "gcp.gemini",
};

export function operationOf(endpoint: RequestRecord["endpoint"]): string {
  return operations[endpoint];
}

/** The `error.type` of an upstream call: the status where that was the error. */
export function errorTypeOf({ outcome, cause, status }: AttemptRecord): string | null {
  if (outcome === "rejected" || cause === "status") return String(status);
  return cause;
}

export function conventionalProvider(provider: string): string {
  return providers[provider] ?? provider;
}
