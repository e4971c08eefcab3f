import type { LiveSocket } from "./gateway-connection.ts";

/** A browser's WebSocket as the connection wants it. */
export function openBrowserSocket(url: string, subprotocol: string): LiveSocket {
  const socket = new WebSocket(url, subprotocol);
  const live: LiveSocket = {
    onopen: null,
    onmessage: null,
    onclose: null,
    send: (text) => socket.send(text),
    close: () => socket.close(),
  };
  socket.addEventListener("open", () => live.onopen?.());
  socket.addEventListener("message", ({ data }: MessageEvent<unknown>) => live.onmessage?.({ data }));
  socket.addEventListener("close", () => live.onclose?.());
  return live;
}
