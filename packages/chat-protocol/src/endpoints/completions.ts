import type { Endpoint, RequestFacts } from "../endpoint.ts";
import { openaiErrors } from "../error-format.ts";
import { choicesReply, choicesStream } from "./choices.ts";

const needs: RequestFacts = { tools: false, vision: false, jsonSchema: false, inlineBytes: 0 };

/** `POST /v1/completions`, OpenAI's of before there were chats, which engines still serve. */
export const completions: Endpoint = {
  name: "completions",
  path: "/v1/completions",
  request: {
    readKeys: ["model", "prompt", "stream", "stream_options"],
    inputKeys: ["prompt"],
    limitKeys: ["max_tokens"],
    streams: true,
    usageOption: true,
    problemOf: () => null,
    needsOf: () => needs,
  },
  reply: choicesReply,
  stream: choicesStream,
  errors: openaiErrors,
  idHeader: null,
};
