import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";

/**
 * Lets go of a caller that takes nothing for `stallMs` of what is left of its reply: the request is over for everybody
 * else, and nobody would ever end it. Whoever takes a little now and then keeps its connection.
 */
export function boundUnread(response: ServerResponse, socket: Socket, stallMs: number): void {
  // Node destroys a connection whose timeout passes, and takes bytes that left it for activity.
  socket.setTimeout(stallMs);
  response.once("finish", () => {
    // By now a connection that is kept has the timeout of idle ones, but for one with pipelined requests.
    if (socket.timeout === stallMs) socket.setTimeout(0);
  });
}
