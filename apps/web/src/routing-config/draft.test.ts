import { describe, expect, it } from "vitest";
import { dropDraft, loadDraft, saveDraft } from "./draft.ts";

function memory() {
  const items = new Map<string, string>();
  return {
    items,
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  };
}

const draft = { yaml: "language: 1\n", baseVersion: 4, savedAtMs: 5 };

describe("drafts", () => {
  it("come back as they were saved, each environment its own", () => {
    const storage = memory();
    expect(saveDraft(storage, "a", draft)).toBe(true);
    saveDraft(storage, "b", { ...draft, baseVersion: null });
    expect(loadDraft(storage, "a")).toEqual(draft);
    expect(loadDraft(storage, "b")?.baseVersion).toBeNull();
    dropDraft(storage, "a");
    expect(loadDraft(storage, "a")).toBeNull();
    expect(loadDraft(storage, "b")).not.toBeNull();
  });

  it.each(["", "{", "null", "[]", '{"yaml":1}'])("are none when the storage holds %s", (text) => {
    const storage = memory();
    storage.items.set("meridian.draft.a", text);
    expect(loadDraft(storage, "a")).toBeNull();
  });

  it("say that they could not be saved when the storage is full", () => {
    const full = {
      ...memory(),
      setItem: () => {
        throw new DOMException("full", "QuotaExceededError");
      },
    };
    expect(saveDraft(full, "a", draft)).toBe(false);
  });
});
