import { readUpstreamError } from "../../read-upstream-error.ts";
import { readTokenUsage } from "../../token-usage.ts";
import { Carrying } from "../carrying.ts";
import type { Translation } from "../translation.ts";
import { ChatStream } from "./chat-stream.ts";
import { readCompletion } from "./read-completion.ts";
import { type LimitKey, writeChatRequest } from "./write-chat-request.ts";

/** Anthropic's messages, answered by chat completions. */
export const messagesOverChat = (limitKey: LimitKey): Translation => ({
  path: "/chat/completions",
  request(body, to) {
    const carrying = new Carrying("OpenAI's chat completions", to.drop);
    const written = writeChatRequest(body, to, limitKey, carrying);
    return carrying.problem ? { ok: false, problem: carrying.problem } : { ok: true, body: written };
  },
  asksUsage: true,
  counts: (reply) => readTokenUsage(reply["usage"]) !== null,
  reply: readCompletion,
  stream: (context) => new ChatStream(context),
  streamType: "text/event-stream",
  error: readUpstreamError,
});
