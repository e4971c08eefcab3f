import { type ClientRequest, type IncomingMessage, request as httpRequest } from "node:http";
import { testKey } from "./start-test-gateway.ts";

export type ChatReply = {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly text: string;
  /** The connection broke off before the reply was complete. */
  readonly cut: boolean;
};

export const chatBody = (more: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({ model: "chat", messages: [{ role: "user", content: "hello" }], ...more });

/** Sends a chat completion over a connection of its own; `path` makes it another request. */
export function beginChat(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
  path = "/chat/completions",
): ClientRequest {
  const request = httpRequest(`${url}${path}`, {
    method: "POST",
    agent: false,
    headers: { authorization: `Bearer ${testKey}`, "content-type": "application/json", ...headers },
  });
  request.end(body);
  return request;
}

/** Sends one and reads its whole reply. */
export async function chat(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
  path = "/chat/completions",
): Promise<ChatReply> {
  return readReply(beginChat(url, body, headers, path));
}

export function readReply(request: ClientRequest): Promise<ChatReply> {
  return new Promise((resolve, reject) => {
    request.on("error", reject);
    request.on("response", (response) => {
      let text = "";
      const done = (cut: boolean) =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, cut });
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () => done(false));
      response.on("error", () => done(true));
    });
  });
}
