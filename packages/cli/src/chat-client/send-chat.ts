import OpenAI, { APIConnectionError, APIError } from "openai";

/** One chat completion to send. */
export type ChatOrder = {
  readonly model: string;
  readonly prompt: string;
  /** What the application tells the model before each of its prompts. */
  readonly instructions?: string;
  readonly stream: boolean;
  readonly maxOutputTokens: number;
  /** Tokens after which the caller loses patience and leaves; null: reads to the end. */
  readonly leavesAfterTokens: number | null;
  /** What the request belongs to, as its caller calls it; null: to nothing. */
  readonly session?: string | null;
  /** 32 hex digits; null: the request is part of no trace. */
  readonly traceId?: string | null;
};

export type ChatResult =
  /** `firstTokenMs`: null for a reply that was not streamed. `outputTokens`: frames with content when it was. */
  | {
      readonly kind: "answered";
      readonly firstTokenMs: number | null;
      readonly durationMs: number;
      readonly outputTokens: number;
    }
  /** The gateway answered with an error, or its stream broke off; status is null when it came in the stream. */
  | { readonly kind: "refused"; readonly status: number | null; readonly message: string }
  /** No gateway answered. */
  | { readonly kind: "unreachable"; readonly message: string };

/** Sends chat completions through the OpenAI client, without retries: what the gateway cannot mend shall be seen. */
export function chatSender(gatewayUrl: string, gatewayKey: string): (order: ChatOrder) => Promise<ChatResult> {
  const client = new OpenAI({ baseURL: gatewayUrl, apiKey: gatewayKey, maxRetries: 0, timeout: 120_000 });
  return async (order) => {
    try {
      return await send(client, order);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (error instanceof APIConnectionError) return { kind: "unreachable", message };
      return { kind: "refused", status: error instanceof APIError ? (error.status ?? null) : null, message };
    }
  };
}

async function send(client: OpenAI, order: ChatOrder): Promise<ChatResult> {
  const { model, prompt, instructions, stream, maxOutputTokens, leavesAfterTokens } = order;
  const startedMs = performance.now();
  const body = {
    model,
    messages: [
      ...(instructions === undefined ? [] : [{ role: "system" as const, content: instructions }]),
      { role: "user" as const, content: prompt },
    ],
    max_completion_tokens: maxOutputTokens,
  };
  const options = { headers: headersOf(order) };
  if (!stream) {
    const { usage } = await client.chat.completions.create(body, options);
    const durationMs = performance.now() - startedMs;
    return { kind: "answered", firstTokenMs: null, durationMs, outputTokens: usage?.completion_tokens ?? 0 };
  }
  let outputTokens = 0;
  let firstTokenMs: number | null = null;
  for await (const chunk of await client.chat.completions.create({ ...body, stream }, options)) {
    if (!chunk.choices[0]?.delta.content) continue;
    firstTokenMs ??= performance.now() - startedMs;
    // Leaving the loop aborts the request.
    if (++outputTokens === leavesAfterTokens) break;
  }
  return { kind: "answered", firstTokenMs, durationMs: performance.now() - startedMs, outputTokens };
}

function headersOf({ session = null, traceId = null }: ChatOrder): Record<string, string> {
  return {
    ...(session !== null && { "x-meridian-session": session }),
    // The span is the caller's: nobody asks for it here.
    ...(traceId !== null && { traceparent: `00-${traceId}-${traceId.slice(0, 16)}-01` }),
  };
}
