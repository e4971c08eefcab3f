import OpenAI from "openai";
import type { DemoRequest } from "./demo-requests.ts";

/** `unreachable`: no gateway answered. `refused`: it answered with an error, which is for its dashboards to show. */
export type SendResult = "answered" | "refused" | "unreachable";

/** Sends demo requests through the OpenAI client, without retries: what the gateway cannot mend shall be seen. */
export function chatSender(gatewayUrl: string, gatewayKey: string): (request: DemoRequest) => Promise<SendResult> {
  const client = new OpenAI({ baseURL: gatewayUrl, apiKey: gatewayKey, maxRetries: 0, timeout: 120_000 });
  return async (request) => {
    try {
      await send(client, request);
      return "answered";
    } catch (error) {
      // A stream that breaks off came from a gateway that was there.
      return error instanceof OpenAI.APIConnectionError ? "unreachable" : "refused";
    }
  };
}

async function send(
  client: OpenAI,
  { model, prompt, stream, maxOutputTokens, leavesAfterTokens }: DemoRequest,
): Promise<void> {
  const body = {
    model,
    messages: [{ role: "user" as const, content: prompt }],
    max_completion_tokens: maxOutputTokens,
  };
  if (!stream) {
    await client.chat.completions.create(body);
    return;
  }
  let tokens = 0;
  for await (const chunk of await client.chat.completions.create({ ...body, stream })) {
    if (chunk.choices[0]?.delta.content) tokens++;
    // Leaving the loop aborts the request.
    if (tokens === leavesAfterTokens) break;
  }
}
