import { readUpstreamError } from "../../read-upstream-error.ts";
import { Carrying } from "../carrying.ts";
import { chatCompletion } from "../openai/chat-answer.ts";
import { readChat } from "../openai/read-chat.ts";
import type { Translation } from "../translation.ts";
import { MessagesStream } from "./messages-stream.ts";
import { readMessage } from "./read-message.ts";
import { writeMessagesRequest } from "./write-messages-request.ts";

/** OpenAI's chat completions, answered by Anthropic's messages. */
export const chatOverAnthropic: Translation = {
  path: "/messages",
  request(body, to) {
    const carrying = new Carrying("Anthropic's messages", to.drop);
    const written = writeMessagesRequest(readChat(body, carrying), to, carrying);
    return carrying.problem ? { ok: false, problem: carrying.problem } : { ok: true, body: written };
  },
  reply(reply, context) {
    const answer = readMessage(reply);
    return answer && chatCompletion(answer, context);
  },
  stream: (context) => new MessagesStream(context),
  streamType: "text/event-stream",
  error: readUpstreamError,
};
