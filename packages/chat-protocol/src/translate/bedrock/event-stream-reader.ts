import { isRecord } from "../../json-record.ts";
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
  #rest: Uint8Array = new Uint8Array(0);

  /** The messages that these bytes complete; null for one that is broken, after which nothing can be read. */
  push(chunk: Uint8Array): readonly (EventMessage | null)[] {
    let bytes = joined(this.#rest, chunk);
    const read: (EventMessage | null)[] = [];
    while (bytes.length >= leastBytes) {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      const length = view.getUint32(0);
      if (length < leastBytes || length > maxMessageBytes || view.getUint32(8) !== crc32(bytes.subarray(0, 8))) {
        return [...read, null];
      }
      if (length > bytes.length) break;
      const message = readMessage(bytes.subarray(0, length));
      read.push(message);
      if (!message) return read;
      bytes = bytes.subarray(length);
    }
    this.#rest = bytes.slice();
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

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
