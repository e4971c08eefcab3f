import fc from "fast-check";
import { expect, it } from "vitest";
import { parseObjectExactly } from "../parse-exactly.ts";
import { replyContext, translated } from "../testing/translated-stream.ts";
import { chatOverAnthropic } from "./anthropic/chat-over-anthropic.ts";
import { chatOverBedrock } from "./bedrock/chat-over-bedrock.ts";
import { chatOverGemini } from "./gemini/chat-over-gemini.ts";
import { messagesOverChat } from "./messages/messages-over-chat.ts";

/** Words that mean something in one of the protocols. */
const words =
  "args arguments assistant auto base64 candidates choices content content_block data delta document error file finish_reason " +
  "function functionCall function_call id image_url index input json_schema max_tokens media_type message messages model name " +
  "output parts promptFeedback reasoning_effort response_format role schema signature source stop stop_reason stream " +
  "system text thinking tool tool_calls tool_choice tool_result tool_use toolUse tools type url usage user";
const word = fc.constantFrom(...words.split(" "));
const leaf = fc.oneof(
  word,
  fc.constantFrom<unknown>(7, -0.5, 12_345_678_901_234_567_000, true, null, "", "{}", "data:,"),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 6, depthSize: "medium" },
    leaf,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(word, tie("value"), { maxKeys: 6 }),
  ),
}));
const objects = fc.dictionary(word, value, { maxKeys: 8 }).map((object) => JSON.stringify(object));

it.each([
  ["Anthropic", chatOverAnthropic],
  ["Gemini", chatOverGemini],
  ["Bedrock", chatOverBedrock],
  ["OpenAI's protocol", messagesOverChat("max_tokens")],
])(
  "whatever JSON comes from callers and from %s is carried over or refused, and never breaks",
  (_name, translation) => {
    fc.assert(
      fc.property(objects, fc.boolean(), (text, drop) => {
        const body = parseObjectExactly(text) ?? {};
        const asked = translation.request(body, { model: "m", stream: true, drop });
        if (!asked.ok) expect(asked.problem.message).not.toBe("");
        JSON.stringify([asked, translation.reply(body, replyContext), translation.error(body)]);
        const frame = new TextEncoder().encode(`data: ${text}\n\n`);
        translated(translation, [frame, frame]);
      }),
      { numRuns: 500 },
    );
  },
);
