import type { ApiRequest } from "./api-request.ts";

const encoder = new TextEncoder();
const usageOptionAppended = encoder.encode(',"stream_options":{"include_usage":true}');

/** A model name as it stands in a body, quotes and escapes included: worked out once for each upstream. */
export function encodeModelName(model: string): Uint8Array {
  return encoder.encode(JSON.stringify(model));
}

/**
 * The body as it goes upstream: the caller's bytes with the model's name replaced (null keeps it), and with
 * `stream_options.include_usage` set where the usage of a stream has to be asked for and the upstream takes it. Every other byte is the caller's own. Returns the same array when nothing changes.
 * `allocate` makes the new one, all of which is written.
 */
export function rewriteRequest(
  bytes: Uint8Array,
  request: ApiRequest,
  modelJson: Uint8Array | null,
  takesUsageOption: boolean,
  allocate: (length: number) => Uint8Array,
): Uint8Array {
  const edits: Edit[] = [];
  if (modelJson !== null) edits.push({ ...request.ranges.model, text: modelJson });
  if (request.addsUsage && takesUsageOption) edits.push(usageEdit(request));
  if (edits.length === 0) return bytes;
  return spliced(
    bytes,
    allocate,
    edits[0]!.start <= (edits[1]?.start ?? Number.POSITIVE_INFINITY) ? edits : edits.reverse(),
  );
}

type Edit = { readonly start: number; readonly end: number; readonly text: Uint8Array };

function usageEdit(request: ApiRequest): Edit {
  const { streamOptions, close } = request.ranges;
  if (streamOptions === null) return { start: close, end: close, text: usageOptionAppended };
  const options = JSON.stringify({ ...request.streamOptions, include_usage: true });
  return { ...streamOptions, text: encoder.encode(options) };
}

function spliced(bytes: Uint8Array, allocate: (length: number) => Uint8Array, edits: readonly Edit[]): Uint8Array {
  let length = bytes.length;
  for (const edit of edits) length += edit.text.length - (edit.end - edit.start);
  const out = allocate(length);
  let from = 0;
  let to = 0;
  for (const edit of edits) {
    out.set(bytes.subarray(from, edit.start), to);
    to += edit.start - from;
    out.set(edit.text, to);
    to += edit.text.length;
    from = edit.end;
  }
  out.set(bytes.subarray(from), to);
  return out;
}
