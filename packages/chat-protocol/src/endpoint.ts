import type { RequestNeeds, RequestProblem } from "./api-request.ts";
import type { ErrorFormat } from "./error-format.ts";
import type { StreamDialect } from "./stream-frame.ts";
import type { TokenUsage } from "./token-usage.ts";

/** Everything that tells one endpoint's protocol from another's. Where a request is relayed in its own protocol, nothing else does. */
export type Endpoint = {
  readonly name: "chat.completions" | "completions" | "responses" | "embeddings" | "messages";
  /** On the gateway's public port. */
  readonly path: string;
  readonly request: RequestShape;
  readonly reply: ReplyShape;
  /** null: it has no streams. */
  readonly stream: StreamDialect | null;
  readonly errors: ErrorFormat;
  /** The header in which its clients look for a reply's id, besides `x-request-id`. */
  readonly idHeader: string | null;
};

/** How a body is read. */
export type RequestShape = {
  /** Top-level keys that are looked for in the bytes; none may stand there twice. */
  readonly readKeys: readonly string[];
  /** Those of them whose values the model reads. */
  readonly inputKeys: readonly string[];
  /** Names of the bound on output tokens; the first that is given holds. None: nothing is generated. */
  readonly limitKeys: readonly string[];
  readonly streams: boolean;
  /** A stream tells its usage only when `stream_options.include_usage` asks for it. */
  readonly usageOption: boolean;
  /** What is wrong with the fields that are this endpoint's own; null when nothing is. */
  readonly problemOf: (body: Readonly<Record<string, unknown>>) => RequestProblem | null;
  readonly needsOf: (body: Readonly<Record<string, unknown>>) => RequestFacts;
};

/** `inlineBytes`: of images that stand in the input as data, and are no text. */
export type RequestFacts = RequestNeeds & { readonly inlineBytes: number };

/** How a reply that does not stream is read. */
export type ReplyShape = {
  /** The top-level list without which it is none of this endpoint's replies. */
  readonly listKey: string;
  /** A top-level `error` that is an object makes a failure of it, whatever its status. */
  readonly failsByError: boolean;
  /** Its bytes are generated text; otherwise nothing is generated. */
  readonly generates: boolean;
  readonly readUsage: (value: unknown) => TokenUsage | null;
};
