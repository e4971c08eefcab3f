import type { ByteRange } from "./top-level-ranges.ts";

/** The facts of a request that routing and relaying need; everything else stays bytes. */
export type ApiRequest = {
  readonly model: string;
  readonly stream: boolean;
  /** The usage frame is the gateway's wish and not the caller's: it is asked for, read and stripped. */
  readonly addsUsage: boolean;
  /** The caller's own `stream_options`, parsed; null when absent or without a meaning here. */
  readonly streamOptions: Readonly<Record<string, unknown>> | null;
  /** The caller's bound on output tokens; null when there is none. */
  readonly maxOutputTokens: number | null;
  /** UTF-8 bytes of what the model reads, without images that stand inside as data. */
  readonly inputBytes: number;
  readonly needs: RequestNeeds;
  /** On whose behalf it is made, as the caller calls them; null when it does not say. */
  readonly user: string | null;
  readonly ranges: RequestRanges;
};

export type RequestNeeds = { readonly tools: boolean; readonly vision: boolean; readonly jsonSchema: boolean };

/** Where in the body the values stand that may have to be replaced. */
export type RequestRanges = {
  readonly model: ByteRange;
  readonly streamOptions: ByteRange | null;
  /** What the model reads, in the order in which it reads it. */
  readonly input: readonly ByteRange[];
  /** Offset of the body's closing brace. */
  readonly close: number;
};

export type RequestProblem = {
  readonly code: "invalid_json" | "invalid_request";
  readonly message: string;
  /** The field to blame. */
  readonly param: string | null;
};

export type ParsedRequest =
  | { readonly ok: true; readonly request: ApiRequest }
  | { readonly ok: false; readonly problem: RequestProblem };

/** Something about a body that only its endpoint can tell is wrong. */
export function invalidRequest(message: string, param: string | null): RequestProblem {
  return { code: "invalid_request", message, param };
}
