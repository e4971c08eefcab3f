import { z } from "zod";

const draftSchema = z.object({
  yaml: z.string(),
  /** Number of the version that the text was made from; null when nothing was published yet. */
  baseVersion: z.number().int().positive().nullable(),
  savedAtMs: z.number(),
});

/** Text that was written and not published. */
export type Draft = z.infer<typeof draftSchema>;

type Storage = Pick<globalThis.Storage, "getItem" | "setItem" | "removeItem">;

const keyOf = (environmentId: string) => `meridian.draft.${environmentId}`;

/** Keeps the text of an environment's editor in this browser. Storage may be full or forbidden: then false. */
export function saveDraft(storage: Storage, environmentId: string, draft: Draft): boolean {
  try {
    storage.setItem(keyOf(environmentId), JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

/** What was kept; null for nothing, and for what cannot be read. */
export function loadDraft(storage: Storage, environmentId: string): Draft | null {
  try {
    return draftSchema.safeParse(JSON.parse(storage.getItem(keyOf(environmentId)) ?? "null")).data ?? null;
  } catch {
    return null;
  }
}

export function dropDraft(storage: Storage, environmentId: string): void {
  try {
    storage.removeItem(keyOf(environmentId));
  } catch {
    // Without storage there is nothing to drop.
  }
}
