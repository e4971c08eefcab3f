import type { PromptText } from "./prefix/prompt-prefix.ts";
import type { EndpointName } from "./provider.ts";

/** The facts about a request that routing may read, and nothing else. */
export type RouteRequest = {
  readonly endpoint: EndpointName;
  /** As the caller sent it. */
  readonly model: string;
  readonly stream: boolean;
  /** Name of the gateway key that signed the request. */
  readonly keyName: string;
  /** Route patterns the key is allowed; `["*"]` for all. */
  readonly keyRoutes: readonly string[];
  readonly tags: readonly string[];
  /** Where its caller is, or else this gateway; null or absent: unknown. */
  readonly region?: string | null;
  /** Lower-case names; only those that some route's match, rules, affinity or canary read. */
  readonly headers: Readonly<Record<string, string>>;
  /** Estimate: UTF-8 bytes of the input ÷ 4, rounded up. */
  readonly inputTokens: number;
  /** The caller's bound on output tokens; null when not given. */
  readonly maxOutputTokens: number | null;
  readonly needs: {
    readonly tools: boolean;
    readonly vision: boolean;
    readonly jsonSchema: boolean;
  };
  /** Upstreams, by index, that have no words for something of it, and for what; null or absent: none is known yet. */
  readonly unsupported?: ReadonlyMap<number, string> | null;
  /** What its caller says it belongs to, and on whose behalf it is made; null or absent: nothing. */
  readonly session?: string | null;
  readonly user?: string | null;
  /** The prompt's text; null or absent where nothing of the table asks about it. */
  readonly prompt?: PromptText | null;
  /** The caller asked that no other upstream be tried (`x-meridian-no-fallback`). */
  readonly noFallback: boolean;
};
