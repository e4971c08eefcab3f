import type { IncomingMessage } from "node:http";

export const maxBodyBytes = 20 * 1024 * 1024;

/** The whole body as text; null when it is longer than `maxBodyBytes` or the caller left. */
export function readBody(request: IncomingMessage): Promise<string | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= maxBodyBytes) chunks.push(chunk);
    });
    request.on("end", () => resolve(bytes > maxBodyBytes ? null : Buffer.concat(chunks).toString("utf8")));
    request.on("close", () => resolve(null));
    request.on("error", () => resolve(null));
  });
}
