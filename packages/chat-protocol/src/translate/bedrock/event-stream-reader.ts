import { isRecord } from "../../json-record.ts";
import { HeldBytes } from "../held-bytes.ts";
import type { JsonObject } from "../translation.ts";
import { crc32 } from "./crc32.ts";

/** One message of an AWS event stream; `kind` is its event's or exception's name. */
export type EventMessage = { readonly type: string; readonly kind: string; readonly payload: JsonObject };

/** As much of one message is kept in memory; AWS itself ends them at 16 MB. */
const maxMessageBytes = 16 * 1024 * 1024;
/** Two lengths with their checksum, and the checksum of the whole. */
const leastBytes = 16;

const decoder = new TextDecoder();

/** Puts the messages of an AWS event stream (`application/vnd.amazon.eventstream`) together again and checks them. */
export class EventStreamReader {
  readonly #held = new HeldBytes();

  /** The messages that these bytes complete; null for one that is broken, after which nothing can be read. */
  push(chunk: Uint8Array): readonly (EventMessage | null)[] {
    const bytes = this.#held.with(chunk);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const read: (EventMessage | null)[] = [];
    let start = 0;
    while (bytes.length - start >= leastBytes) {
      const length = view.getUint32(start);
      const sum = crc32(bytes.subarray(start, start + 8));
      if (length < leastBytes || length > maxMessageBytes || view.getUint32(start + 8) !== sum) return [...read, null];
      if (start + length > bytes.length) break;
      const message = readMessage(bytes.subarray(start, start + length));
      read.push(message);
      if (!message) return read;
      start += length;
    }
    this.#held.keepFrom(bytes, start);
    return read;
  }
}

function readMessage(bytes: Uint8Array): EventMessage | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = bytes.length - 4;
  const headersEnd = 12 + view.getUint32(4);
  if (headersEnd > end || view.getUint32(end) !== crc32(bytes.subarray(0, end))) return null;
  const headers = readHeaders(bytes, view, headersEnd);
  if (!headers) return null;
  const text = decoder.decode(bytes.subarray(headersEnd, end));
  const payload = text === "" ? {} : parsed(text);
  if (!isRecord(payload)) return null;
  const type = headers.get(":message-type") ?? "event";
  const kind = headers.get(":event-type") ?? headers.get(":exception-type") ?? headers.get(":error-code") ?? "";
  const message = headers.get(":error-message");
  return { type, kind, payload: message === undefined ? payload : { message, ...payload } };
}

/** Bytes of the values of each type of header, by its number; texts (7) and bytes (6) tell their own length. */
const valueBytes: readonly (number | null)[] = [0, 0, 1, 2, 4, 8, null, null, 8, 16];

function readHeaders(bytes: Uint8Array, view: DataView, end: number): ReadonlyMap<string, string> | null {
  const headers = new Map<string, string>();
  let at = 12;
  while (at < end) {
    const nameEnd = at + 1 + (bytes[at] ?? 0);
    const type = bytes[nameEnd] ?? -1;
    const fixed = valueBytes[type];
    if (fixed === undefined || nameEnd + (fixed === null ? 3 : 1) > end) return null;
    const start = fixed === null ? nameEnd + 3 : nameEnd + 1;
    const stop = start + (fixed ?? view.getUint16(nameEnd + 1));
    if (stop > end) return null;
    if (type === 7) {
      headers.set(decoder.decode(bytes.subarray(at + 1, nameEnd)), decoder.decode(bytes.subarray(start, stop)));
    }
    at = stop;
  }
  return headers;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
