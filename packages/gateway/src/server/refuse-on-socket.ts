import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { errorEnvelope } from "@meridian/chat-protocol";
import { newRequestId } from "./request-id.ts";

/** Answers in JSON on a connection that no response object stands for, and closes it. Never throws, whatever its peer does. */
export function refuseOnSocket(
  socket: Duplex,
  answer: { readonly status: number; readonly code: string; readonly message: string },
  nowMs: number,
): void {
  socket.on("error", () => socket.destroy());
  if (!socket.writable) return void socket.destroy();
  const { status, code, message } = answer;
  const requestId = newRequestId(nowMs);
  const type = status < 500 ? "invalid_request_error" : "server_error";
  const body = errorEnvelope({ message, type, param: null, code }, requestId);
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}`,
    "content-type: application/json",
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${requestId}`,
    "connection: close",
  ];
  socket.end([...head, "", body].join("\r\n"));
}
