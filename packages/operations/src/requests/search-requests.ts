import { type RunKind, runKinds } from "@meridian/db";
import { sessionHashOf } from "@meridian/sealing";
import { z } from "zod";
import { environmentVerb } from "../verb/environment-verb.ts";

/** What a search text is, as far as it can be told from its form. */
export type SearchedAs = "request" | "trace" | "session";

export type SearchResult = {
  /** What was looked for, in the order of trying. */
  readonly searchedAs: readonly SearchedAs[];
  readonly found:
    | { readonly kind: "request"; readonly id: string }
    | { readonly kind: "run"; readonly by: RunKind["by"]; readonly key: string; readonly requests: number }
    | null;
  /** When the request of a UUIDv7 that was not found began, by the id itself, epoch ms. */
  readonly idSaysMs: number | null;
  /** Older requests are kept no longer; null: none are kept yet. */
  readonly keptSinceMs: number | null;
};

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const hex32 = /^[0-9a-f]{32}$/i;
const traceparent = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/i;

/**
 * Finds what a text names, exactly: a request by its id, a trace by its id or `traceparent`, a session by its hash or by the
 * very text that its caller sent.
 */
export const searchRequests = environmentVerb({
  scope: "requests:read",
  input: z.object({ environmentId: z.uuid(), text: z.string().trim().min(1).max(512) }),
  run: async ({ ctx, input, environment }): Promise<SearchResult> => {
    const { text } = input;
    const isId = uuid.test(text);
    if (isId && (await ctx.records.getRequest(environment.id, text))) {
      return { ...nothing, searchedAs: ["request"], found: { kind: "request", id: text.toLowerCase() } };
    }
    const inTraceparent = traceparent.exec(text)?.[1];
    const keys: Partial<Record<RunKind["by"], readonly string[]>> = {};
    if (inTraceparent) keys.trace = [inTraceparent.toLowerCase()];
    else if (hex32.test(text)) keys.trace = [text.toLowerCase()];
    if (!inTraceparent) {
      const hash = sessionHashOf(environment.id, text);
      keys.session = hex32.test(text) ? [text.toLowerCase(), hash] : [hash];
    }
    const searchedAs: SearchedAs[] = [...(isId ? ["request" as const] : []), ...runKinds.filter((by) => keys[by])];
    for (const by of runKinds) {
      for (const key of keys[by] ?? []) {
        const run = await ctx.records.getRun({ environmentId: environment.id, by, key });
        if (run) return { ...nothing, searchedAs, found: { kind: "run", by, key, requests: run.requests } };
      }
    }
    return {
      searchedAs,
      found: null,
      idSaysMs: isId && text[14] === "7" ? Number.parseInt(text.replace("-", "").slice(0, 12), 16) : null,
      keptSinceMs: await ctx.records.keptSince(),
    };
  },
});

const nothing = { found: null, idSaysMs: null, keptSinceMs: null } as const;
