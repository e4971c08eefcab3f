import type { ServerResponse } from "node:http";
import { ChatFrames, tokenText, type Usage, wholeReply } from "./chat-reply.ts";
import type { ChatRequest } from "./chat-request.ts";
import { errorEnvelope } from "./error-envelope.ts";
import type { Faults } from "./faults.ts";
import { type ReplyFault, replyFault } from "./reply-fault.ts";
import type { SeenRequest } from "./seen-request.ts";

type Answer = {
  readonly id: string;
  readonly request: ChatRequest;
  readonly outputTokens: number;
  readonly faults: Faults;
  readonly seen: SeenRequest;
  readonly response: ServerResponse;
  /** Closes the connection as the engine's own doing. */
  readonly leave: () => void;
};

const midReplyError = errorEnvelope(500, "The engine failed while it was answering.", "engine_failed");

/**
 * Writes the reply to one chat completion as its tokens come.
 *
 * @returns what to call with each new number of tokens and whether the last is among them
 */
export function chatAnswer(answer: Answer): (tokens: number, finished: boolean) => void {
  return answer.request.stream ? streamed(answer) : whole(answer);
}

function streamed(answer: Answer): (tokens: number, finished: boolean) => void {
  const { request, outputTokens, faults, seen, response, leave } = answer;
  const frames = new ChatFrames(factsOf(answer), request.includeUsage);
  const fault = replyFault(faults, outputTokens);
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache" });
  response.flushHeaders();

  const finish = (text: string) => {
    const usage = request.includeUsage ? frames.usage(usageOf(answer)) : "";
    const end = `${frames.finish(finishReason(answer))}${usage}data: [DONE]\n\n`;
    response.end(faults.omitDone ? text : text + end);
  };
  const fail = (text: string, kind: ReplyFault["kind"]) => {
    if (kind === "cut") response.write(text, leave);
    else if (kind === "error") response.end(`${text}data: ${midReplyError}\n\n`);
    else if (text) response.write(text);
  };
  return (tokens, finished) => {
    if (response.destroyed || response.writableEnded || faults.hangAfterHeaders) return;
    if (faults.malformed) {
      response.end("data: {not json\n\ndata: <html>oops</html>\n\n");
      return;
    }
    let text = "";
    if (seen.firstTokenAtMs === null) {
      seen.firstTokenAtMs = Date.now();
      text = frames.role() + frames.content("").repeat(faults.emptyFrames ?? 0);
    }
    for (let n = 0; n < tokens && fault?.afterTokens !== seen.tokensSent; n++) {
      text += frames.content(tokenText(seen.tokensSent++));
    }
    if (fault?.afterTokens === seen.tokensSent) fail(text, fault.kind);
    else if (finished) finish(text);
    else response.write(text);
  };
}

function whole(answer: Answer): (tokens: number, finished: boolean) => void {
  const { outputTokens, faults, seen, response, leave } = answer;
  return (tokens, finished) => {
    seen.tokensSent += tokens;
    if (!finished || response.destroyed) return;
    const kind = replyFault(faults, outputTokens)?.kind;
    let body = wholeReply(factsOf(answer), usageOf(answer), finishReason(answer));
    if (kind === "error") body = midReplyError;
    if (faults.malformed) body = "<html>oops</html>";
    response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(body) });
    if (faults.hangAfterHeaders || kind === "silence") response.flushHeaders();
    else if (kind === "cut") response.write(body.slice(0, body.length / 2), leave);
    else response.end(body);
  };
}

function factsOf({ id, request, seen }: Answer) {
  return { id, createdSeconds: Math.floor(seen.receivedAtMs / 1000), model: request.model };
}

function usageOf({ request, outputTokens, seen }: Answer): Usage {
  return { promptTokens: request.promptTokens, cachedTokens: seen.cachedTokens ?? 0, completionTokens: outputTokens };
}

function finishReason({ request, outputTokens }: Answer): "stop" | "length" {
  return request.maxTokens === outputTokens ? "length" : "stop";
}
