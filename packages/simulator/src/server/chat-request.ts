import { z } from "zod";

const part = z.looseObject({ text: z.string().optional() });

/** What the engine reads of a chat completion's body; anything else is allowed and ignored. */
const chatRequestSchema = z.looseObject({
  model: z.string(),
  messages: z.array(z.looseObject({ content: z.union([z.string(), z.array(part), z.null()]).optional() })).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
  max_tokens: z.number().int().positive().nullish(),
  max_completion_tokens: z.number().int().positive().nullish(),
});

export type ChatRequest = {
  readonly model: string;
  readonly stream: boolean;
  readonly includeUsage: boolean;
  readonly maxTokens: number | null;
  /** UTF-16 length of the texts ÷ 4, rounded up. */
  readonly promptTokens: number;
};

/** Reads a body; a text says what is wrong with it. */
export function readChatRequest(body: string): ChatRequest | string {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch (error) {
    return `We could not parse the JSON body of your request: ${error instanceof Error ? error.message : "invalid JSON"}.`;
  }
  const { success, data, error } = chatRequestSchema.safeParse(json);
  if (!success) return error.issues.map(({ path, message }) => `${path.join(".") || "body"}: ${message}`).join("; ");
  return {
    model: data.model,
    stream: data.stream === true,
    includeUsage: data.stream_options?.include_usage === true,
    maxTokens: data.max_completion_tokens ?? data.max_tokens ?? null,
    promptTokens: Math.ceil(data.messages.reduce((sum, { content }) => sum + textLength(content), 0) / 4),
  };
}

function textLength(content: string | null | undefined | readonly { text?: string | undefined }[]): number {
  if (typeof content === "string") return content.length;
  return (content ?? []).reduce((sum, { text }) => sum + (text?.length ?? 0), 0);
}
