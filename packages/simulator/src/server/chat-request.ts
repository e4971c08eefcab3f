import { z } from "zod";
import { ContextBlocks } from "./context-blocks.ts";

const part = z.looseObject({ text: z.string().optional() });
const message = z.looseObject({
  role: z.string().optional(),
  content: z.union([z.string(), z.array(part), z.null()]).optional(),
});

/** What the engine reads of a chat completion's body; anything else is allowed and ignored. */
const chatRequestSchema = z.looseObject({
  model: z.string(),
  messages: z.array(message).min(1),
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
  /** So far the prompt's. */
  readonly context: ContextBlocks;
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
  const context = contextOf(data);
  return {
    model: data.model,
    stream: data.stream === true,
    includeUsage: data.stream_options?.include_usage === true,
    maxTokens: data.max_completion_tokens ?? data.max_tokens ?? null,
    promptTokens: context.tokens,
    context,
  };
}

function contextOf({ model, messages }: z.infer<typeof chatRequestSchema>): ContextBlocks {
  const context = new ContextBlocks(model);
  for (const { role = "user", content } of messages) {
    context.beginMessage(role);
    const parts = typeof content === "string" ? [{ text: content }] : (content ?? []);
    for (const part of parts) {
      if (part.text === undefined) context.addOther(part);
      else context.addText(part.text);
    }
  }
  return context;
}
