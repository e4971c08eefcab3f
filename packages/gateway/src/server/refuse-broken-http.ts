import type { Duplex } from "node:stream";
import { errorEnvelope } from "@meridian/chat-protocol";
import { newRequestId } from "./request-id.ts";

const problems: Record<string, { readonly status: string; readonly message: string }> = {
  HPE_HEADER_OVERFLOW: { status: "431 Request Header Fields Too Large", message: "The headers are too large." },
  ERR_HTTP_REQUEST_TIMEOUT: { status: "408 Request Timeout", message: "The headers did not arrive in time." },
};
const broken = { status: "400 Bad Request", message: "This is not HTTP as the gateway knows it." };

/** Answers on a connection whose HTTP is too broken for a request to come of it, in JSON too, and closes it. */
export function refuseBrokenHttp(error: Error & { readonly code?: string }, socket: Duplex, nowMs: number): void {
  if (!socket.writable || error.code === "ECONNRESET") {
    socket.destroy();
    return;
  }
  const { status, message } = problems[error.code ?? ""] ?? broken;
  const requestId = newRequestId(nowMs);
  const body = errorEnvelope({ message, type: "invalid_request_error", param: null, code: "invalid_http" }, requestId);
  const head = [`HTTP/1.1 ${status}`, "content-type: application/json", `content-length: ${Buffer.byteLength(body)}`];
  socket.end([...head, `x-request-id: ${requestId}`, "connection: close", "", body].join("\r\n"));
}
