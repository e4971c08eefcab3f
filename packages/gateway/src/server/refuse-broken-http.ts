import type { Duplex } from "node:stream";
import { gatewayError } from "../errors.ts";
import type { GatewayContext, OpenRequest } from "./gateway-context.ts";
import { refuseOnSocket } from "./refuse-on-socket.ts";

const problems: Record<string, { readonly status: number; readonly message: string }> = {
  HPE_HEADER_OVERFLOW: { status: 431, message: "The headers are too large." },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, message: "The headers did not arrive in time." },
};
/** Its sender closed the connection, in the middle of a request or not. */
const gone = new Set(["ECONNRESET", "HPE_INVALID_EOF_STATE"]);
const broken = { status: 400, message: "This is not HTTP as the gateway knows it." };

/**
 * Answers, in JSON too, where a connection's HTTP is broken, and closes it. Where it broke inside of a request's body that
 * request is the one that is refused; where replies are still due on the connection nothing is put between them.
 */
export function refuseBrokenHttp(
  context: GatewayContext,
  error: Error & { readonly code?: string },
  socket: Duplex,
): void {
  const open: OpenRequest[] = [];
  context.open.forEach((request) => {
    if (request.socket === socket) open.push(request);
  });
  const [only] = open;
  if (!socket.writable || gone.has(error.code ?? "")) socket.destroy();
  else if (!only) {
    context.counters.refusedAtDoor += 1;
    refuseOnSocket(socket, { ...(problems[error.code ?? ""] ?? broken), code: "invalid_http" }, context.clock());
  } else if (open.length > 1 || !only.run?.bodyBroken(gatewayError("invalid_http", broken.message))) socket.destroy();
}
