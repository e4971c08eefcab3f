import type { RequestProblem } from "../api-request.ts";
import type { Endpoint, RequestFacts } from "../endpoint.ts";
import { openaiErrors } from "../error-format.ts";
import { isFilled, isRecord } from "../json-record.ts";
import { messagesProblem } from "../messages-problem.ts";
import { choicesReply, choicesStream } from "./choices.ts";

/** `POST /v1/chat/completions`, OpenAI's. */
export const chatCompletions: Endpoint = {
  name: "chat.completions",
  path: "/v1/chat/completions",
  request: {
    readKeys: ["model", "messages", "stream", "stream_options"],
    inputKeys: ["messages"],
    limitKeys: ["max_completion_tokens", "max_tokens"],
    streams: true,
    usageOption: true,
    problemOf,
    needsOf,
  },
  reply: choicesReply,
  stream: choicesStream,
  errors: openaiErrors,
  idHeader: null,
};

function problemOf(body: Readonly<Record<string, unknown>>): RequestProblem | null {
  return messagesProblem(body["messages"]);
}

function needsOf(body: Readonly<Record<string, unknown>>): RequestFacts {
  const format = body["response_format"];
  let vision = false;
  let inlineBytes = 0;
  for (const message of Array.isArray(body["messages"]) ? body["messages"] : []) {
    const content = isRecord(message) ? message["content"] : null;
    if (!Array.isArray(content)) continue;
    for (const part of content) {
      if (!isRecord(part) || part["type"] !== "image_url") continue;
      vision = true;
      const image = part["image_url"];
      const url = isRecord(image) ? image["url"] : null;
      if (typeof url === "string" && url.startsWith("data:")) inlineBytes += url.length;
    }
  }
  return {
    tools: isFilled(body["tools"]) || isFilled(body["functions"]),
    vision,
    jsonSchema: isRecord(format) && format["type"] === "json_schema",
    inlineBytes,
  };
}
