import { Carrying } from "../carrying.ts";
import { chatCompletion } from "../openai/chat-answer.ts";
import { readChat } from "../openai/read-chat.ts";
import type { Translation } from "../translation.ts";
import { readGeminiError } from "./read-gemini-error.ts";
import { GeminiStream } from "./gemini-stream.ts";
import { readAnswer } from "./read-answer.ts";
import { writeGenerateRequest } from "./write-generate-request.ts";

/** OpenAI's chat completions, answered by `generateContent`. Vertex AI refuses calls and results that carry an id. */
const chatOver = (callsHaveIds: boolean): Translation => ({
  path: ({ model, stream }) =>
    `/models/${encodeURIComponent(model.replace(/^models\//, ""))}:${stream ? "streamGenerateContent?alt=sse" : "generateContent"}`,
  request(body, to) {
    const carrying = new Carrying("Gemini's generateContent", to.drop);
    const written = writeGenerateRequest(readChat(body, carrying), to, callsHaveIds, carrying);
    return carrying.problem ? { ok: false, problem: carrying.problem } : { ok: true, body: written };
  },
  reply(reply, context) {
    const answer = readAnswer(reply, context);
    return answer && chatCompletion(answer, context);
  },
  stream: (context) => new GeminiStream(context),
  streamType: "text/event-stream",
  error: readGeminiError,
});

export const chatOverGemini = chatOver(true);
export const chatOverVertex = chatOver(false);
