import type { IncomingMessage } from "node:http";

/** How long a body that nobody wants is still taken off the wire, so that its sender gets to read the answer. */
export const lingerMs = 5_000;

/** Sees to the rest of a body after its request was answered: what has not come after 5 s ends with its connection. */
export function drainBody(request: IncomingMessage): void {
  if (request.complete) return;
  const timer = setTimeout(() => request.socket.destroy(), lingerMs);
  timer.unref();
  request.once("close", () => clearTimeout(timer));
}
