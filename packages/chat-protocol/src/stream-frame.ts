import type { ApiError } from "./error-envelope.ts";
import { isRecord } from "./json-record.ts";
import type { TokenUsage } from "./token-usage.ts";

/** What one frame of a stream says. */
export type StreamFrame = {
  readonly error: ApiError | null;
  readonly usage: TokenUsage | null;
  /** There is more of it to come: should the stream break off, it is no count of the whole. */
  readonly usageIsPartial: boolean;
  /** It tells usage and nothing else: what `include_usage` adds. */
  readonly usageOnly: boolean;
  /** A token of any kind: text, reasoning, refusal, audio, a tool call. */
  readonly token: boolean;
  /** The reply, or one choice of it, ended. */
  readonly finish: boolean;
  /** It is the last frame of a whole stream. */
  readonly end: boolean;
};

/** What is to be done with a frame, as its event's name alone tells. */
export const frameKinds = { silent: 0, token: 1, look: 2 } as const;
export type FrameKind = (typeof frameKinds)[keyof typeof frameKinds];

/** How the frames of one endpoint's streams are told apart and read. */
export type StreamDialect = {
  /** Of a frame that has no `event` line. */
  readonly unnamed: FrameKind;
  /** Of one whose event's name stands in `bytes[start, end)`; null: names mean nothing here. */
  readonly kindOf: ((bytes: Uint8Array, start: number, end: number) => FrameKind) | null;
  /** `[DONE]` ends a stream; where it is missing, that every choice finished is taken for an end. */
  readonly endsWithDone: boolean;
  /** `before`: the usage that earlier frames told. */
  readonly read: (data: Readonly<Record<string, unknown>>, before: TokenUsage | null) => StreamFrame;
};

/** A frame that says nothing. */
export const silentFrame: StreamFrame = {
  error: null,
  usage: null,
  usageIsPartial: false,
  usageOnly: false,
  token: false,
  finish: false,
  end: false,
};

const decoder = new TextDecoder();

/** The data of the frame in `bytes[start, end)`; null when it is not a JSON object. */
export function readFrameData(
  bytes: Uint8Array,
  start: number,
  end: number,
  parse: (text: string) => unknown = JSON.parse,
): Record<string, unknown> | null {
  try {
    const data = parse(dataOf(decoder.decode(bytes.subarray(start, end))));
    return isRecord(data) ? data : null;
  } catch {
    return null;
  }
}

function dataOf(frame: string): string {
  let data = "";
  for (const line of frame.split(/\r\n|\n|\r/)) {
    if (!line.startsWith("data:")) continue;
    data += `${data === "" ? "" : "\n"}${line.slice(line[5] === " " ? 6 : 5)}`;
  }
  return data;
}

/** Whether a part of a frame carries something that was generated. */
export function isSpoken(value: unknown): boolean {
  if (typeof value === "string") return value !== "";
  if (Array.isArray(value)) return value.length > 0;
  return isRecord(value) && Object.keys(value).length > 0;
}

/** Whether `bytes[start, end)` ends with the text, which is ASCII. */
export function endsWith(bytes: Uint8Array, start: number, end: number, text: string): boolean {
  const from = end - text.length;
  if (from < start) return false;
  for (let i = 0; i < text.length; i += 1) if (bytes[from + i] !== text.charCodeAt(i)) return false;
  return true;
}
