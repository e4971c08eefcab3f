import { invalidRequest, type RequestProblem } from "./api-request.ts";
import { isRecord } from "./json-record.ts";

/** What keeps a value from being a conversation: a list of messages, each with a role. */
export function messagesProblem(messages: unknown): RequestProblem | null {
  if (!Array.isArray(messages) || messages.length === 0) {
    return invalidRequest("`messages` must be an array with at least one message.", "messages");
  }
  const wrong = messages.findIndex((message) => !isRecord(message) || typeof message["role"] !== "string");
  if (wrong === -1) return null;
  const param = `messages[${wrong}]`;
  return invalidRequest(`\`${param}\` must be an object with a \`role\`.`, param);
}
