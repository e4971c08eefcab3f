import type { Fields } from "./carrying.ts";
import type { JsonObject } from "./translation.ts";

/** A chat completion request as its translations see it, free of OpenAI's many ways to say one thing. */
export type Chat = {
  /** Texts of the system and developer messages. */
  readonly system: readonly string[];
  /** Neighbours differ in role. */
  readonly turns: readonly Turn[];
  readonly tools: readonly Tool[];
  readonly toolChoice: ToolChoice | null;
  readonly parallelTools: boolean | null;
  readonly format: OutputFormat | null;
  readonly maxTokens: number | null;
  readonly temperature: number | null;
  readonly topP: number | null;
  readonly stop: readonly string[];
  /** What only some upstreams know; whoever writes for one ends it. */
  readonly rest: Fields;
};

export type Turn = { readonly role: "user" | "assistant"; readonly parts: readonly Part[] };

/** `path` is where it stands in the caller's body. */
export type Part = { readonly path: string } & (
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "image_url"; readonly url: string }
  /** An image, sound or document that stands in the request itself; `data` is base64. */
  | { readonly kind: "data"; readonly mediaType: string; readonly data: string; readonly name: string | null }
  | {
      readonly kind: "call";
      readonly id: string;
      readonly name: string;
      readonly input: JsonObject;
      /** What the upstream that made the call wants back with it: `extra_content`, as Google names it. */
      readonly extra: JsonObject | null;
    }
  | { readonly kind: "result"; readonly callId: string; readonly texts: readonly string[] }
  /** A thought with its signature, in the words of the upstream that thought it. */
  | { readonly kind: "thought"; readonly block: JsonObject }
);

export type Tool = {
  readonly path: string;
  readonly name: string;
  readonly description: string | null;
  readonly schema: JsonObject | null;
  readonly strict: boolean;
};

export type ToolChoice =
  | { readonly kind: "auto" | "none" | "required" }
  | { readonly kind: "tool"; readonly name: string };

export type OutputFormat =
  | { readonly kind: "object" }
  | {
      readonly kind: "schema";
      readonly name: string | null;
      readonly description: string | null;
      readonly schema: JsonObject;
    };
