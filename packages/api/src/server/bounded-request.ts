import { TRPCError } from "@trpc/server";

/** A routing document of 1 MB, every character of which JSON writes as six, and the rest of the call. */
const mostBytes = 8 * 1_048_576;

/** The same request, whose body fails as soon as it is longer than 8 MB: nobody fills the server's memory. */
export function boundedRequest(request: Request): Request {
  if (request.body === null) return request;
  let bytes = 0;
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform: (chunk, controller) => {
      bytes += chunk.byteLength;
      if (bytes > mostBytes) {
        controller.error(new TRPCError({ code: "PAYLOAD_TOO_LARGE", message: "A call has at most 8 MB." }));
      } else controller.enqueue(chunk);
    },
  });
  const { method, headers, signal, url } = request;
  // Node wants `duplex` with a streamed body; the browser's types, under which the web app reads this, do not know it.
  const init: RequestInit & { readonly duplex: "half" } = {
    method,
    headers,
    signal,
    body: request.body.pipeThrough(counter),
    duplex: "half",
  };
  return new Request(url, init);
}
