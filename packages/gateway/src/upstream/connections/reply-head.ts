import type { IncomingHttpHeaders } from "node:http";
import { MalformedReply } from "./upstream-call-handler.ts";

/** Bytes of a reply's body: a count, or how its end is told. */
export const chunkedLength = -1;
export const untilClosed = -2;

export type ReplyHead = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Bytes of the body, `chunkedLength` or `untilClosed`. */
  readonly length: number;
  /** How long the connection may stand idle after this reply, in ms; 0: it cannot be used again. */
  readonly idleMs: number;
};

/** Servers that say nothing of it close idle connections after 5 s and more. */
const usualIdleMs = 4_000;
/** What a server says is its own end: a request must not be on its way to it by then. */
const idleMarginMs = 2_000;
const mostIdleMs = 600_000;

const nameShape = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const statusShape = /^HTTP\/1\.\d [1-9]\d\d(?: |$)/;
/** What may stand around a value; what `trim` takes besides can be part of a character, byte by byte. */
const around = /^[ \t]+|[ \t]+$/g;
/** Control characters but the tab. */
const badValue = /[^\t\x20-\x7e\x80-\xff]/;

/** Nobody reads headers of these names, and no plain object can hold them. */
const ofEveryObject: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Names as they came → in lower case. Upstreams have a few dozen; one that makes them up is not remembered. */
const lowerNames = new Map<string, string>();
const mostNames = 1_000;

/** Reads the head of a reply, without the empty line at its end. Throws `MalformedReply`. */
export function readReplyHead(text: string): ReplyHead {
  let at = text.indexOf("\r\n");
  const statusLine = at === -1 ? text : text.slice(0, at);
  const status = statusOf(statusLine);
  const headers: Record<string, string | string[]> = {};
  while (at !== -1) {
    const from = at + 2;
    at = text.indexOf("\r\n", from);
    addHeader(headers, at === -1 ? text.slice(from) : text.slice(from, at));
  }
  const length = lengthOf(status, headers);
  const idleMs = length === untilClosed || statusLine.charCodeAt(7) !== 0x31 ? 0 : idleMsOf(headers);
  return { status, headers, length, idleMs };
}

function statusOf(line: string): number {
  const status = Number(line.slice(9, 12));
  if (!statusShape.test(line) || badValue.test(line)) {
    throw new MalformedReply("The upstream's answer does not begin as HTTP/1.1 does.");
  }
  return status;
}

function addHeader(headers: Record<string, string | string[]>, line: string): void {
  const colon = line.indexOf(":");
  const name = lowerName(line.slice(0, Math.max(0, colon)));
  const value = trimmed(line.slice(colon + 1));
  if (badValue.test(value)) throw new MalformedReply(`The upstream's header ${name} holds control characters.`);
  if (ofEveryObject.has(name)) return;
  const before = headers[name];
  if (before === undefined) headers[name] = value;
  else if (typeof before === "string") headers[name] = [before, value];
  else before.push(value);
}

/** Nearly every value has one space before it, and none behind it. */
function trimmed(text: string): string {
  const value = text.charCodeAt(0) === 0x20 ? text.slice(1) : text;
  const last = value.charCodeAt(value.length - 1);
  return value.charCodeAt(0) > 0x20 && last > 0x20 ? value : value.replace(around, "");
}

function lowerName(name: string): string {
  const known = lowerNames.get(name);
  if (known !== undefined) return known;
  if (!nameShape.test(name)) throw new MalformedReply("A header of the upstream has no name that HTTP allows.");
  const lower = name.toLowerCase();
  if (lowerNames.size < mostNames) lowerNames.set(name, lower);
  return lower;
}

/** What two readers could understand differently is refused: the rest of one reply would be taken for the next. */
function lengthOf(status: number, headers: Record<string, string | string[]>): number {
  const coding = headers["transfer-encoding"];
  const length = headers["content-length"];
  if (coding !== undefined) {
    if (length !== undefined || typeof coding !== "string" || coding.toLowerCase() !== "chunked") {
      throw new MalformedReply("The upstream's reply does not say clearly how it is framed.");
    }
  } else if (length !== undefined && (typeof length !== "string" || !/^\d{1,15}$/.test(length))) {
    throw new MalformedReply("The upstream's content-length is not one whole number.");
  }
  if (status < 200 || status === 204 || status === 304) return 0;
  if (coding !== undefined) return chunkedLength;
  return length === undefined ? untilClosed : Number(length);
}

function idleMsOf({ connection, "keep-alive": keepAlive }: Record<string, string | string[]>): number {
  if (connection !== undefined && /\bclose\b/i.test(String(connection))) return 0;
  const told = keepAlive === undefined ? null : /\btimeout\s*=\s*(\d{1,9})/i.exec(String(keepAlive));
  return told ? Math.min(mostIdleMs, Math.max(0, Number(told[1]) * 1_000 - idleMarginMs)) : usualIdleMs;
}
