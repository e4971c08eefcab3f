import type { ServerResponse } from "node:http";

/** "The chat completion chunk object": until the last one `usage` is null, where it was asked for. */
const chunk = (choices: readonly object[], usage: object | null = null): string => {
  const head = { id: "c1", object: "chat.completion.chunk", created: 1_694_268_190, model: "m" };
  return `data: ${JSON.stringify({ ...head, system_fingerprint: "fp_44709d6fcb", choices, usage })}\n\n`;
};
const choice = (delta: object, finish: string | null): string =>
  chunk([{ index: 0, delta, logprobs: null, finish_reason: finish }]);

/** A frame with a piece of text. */
export const textFrame = (text: string): string => choice({ content: text }, null);

export const roleFrame = choice({ role: "assistant", content: "" }, null);

export const finishFrame = choice({}, "stop");

export const usageFrame = chunk([], {
  prompt_tokens: 12,
  completion_tokens: 3,
  total_tokens: 15,
  prompt_tokens_details: { cached_tokens: 8 },
});

export const errorFrame = `data: ${JSON.stringify({ error: { message: "out of memory", type: "server_error", code: 500 } })}\n\n`;

export const doneFrame = "data: [DONE]\n\n";

/** "The chat completion object". */
export const completion = (text: string): string =>
  JSON.stringify({
    id: "c1",
    object: "chat.completion",
    created: 1,
    model: "m",
    choices: [{ index: 0, message: { role: "assistant", content: text }, finish_reason: "stop" }],
    usage: { prompt_tokens: 12, completion_tokens: 3, total_tokens: 15 },
  });

export function replyJson(
  response: ServerResponse,
  body: string,
  status = 200,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(body);
}

export function replyStream(response: ServerResponse, ...frames: readonly string[]): void {
  beginStream(response);
  response.end(frames.join(""));
}

export function beginStream(response: ServerResponse, ...frames: readonly string[]): void {
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
  response.flushHeaders();
  if (frames.length > 0) response.write(frames.join(""));
}
