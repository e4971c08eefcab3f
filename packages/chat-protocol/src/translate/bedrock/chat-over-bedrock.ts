import { isRecord } from "../../json-record.ts";
import { Carrying } from "../carrying.ts";
import { chatCompletion } from "../openai/chat-answer.ts";
import { readChat } from "../openai/read-chat.ts";
import type { Translation } from "../translation.ts";
import { ConverseStream } from "./converse-stream.ts";
import { readConverse } from "./read-converse.ts";
import { writeConverseRequest } from "./write-converse-request.ts";

/** OpenAI's chat completions, answered by Amazon Bedrock's Converse. */
export const chatOverBedrock: Translation = {
  path: ({ model, stream }) => `/model/${encodeURIComponent(model)}/${stream ? "converse-stream" : "converse"}`,
  request(body, to) {
    const carrying = new Carrying("Bedrock's Converse", to.drop);
    const written = writeConverseRequest(readChat(body, carrying), carrying);
    return carrying.problem ? { ok: false, problem: carrying.problem } : { ok: true, body: written };
  },
  reply(reply, context) {
    const answer = readConverse(reply);
    return answer && chatCompletion(answer, context);
  },
  stream: (context) => new ConverseStream(context),
  streamType: "application/vnd.amazon.eventstream",
  error(body) {
    const message = isRecord(body) ? (body["message"] ?? body["Message"]) : null;
    if (typeof message !== "string") return null;
    return { message, type: "invalid_request_error", param: null, code: null };
  },
};
