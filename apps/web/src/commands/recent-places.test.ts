import { describe, expect, it } from "vitest";
import { placeWords } from "./place-words.ts";
import { addRecent, readRecent, writeRecent } from "./recent-places.ts";

function memory() {
  const items = new Map<string, string>();
  return {
    items,
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  };
}

const visit = (path: string, atMs = 1) => ({ path, words: path, atMs });

describe("recent places", () => {
  it("keeps the newest 12, each path once, newest first", () => {
    const storage = memory();
    for (let number = 1; number <= 14; number++) addRecent(storage, "u", "w", visit(`/w/p/routing/${number}`, number));
    addRecent(storage, "u", "w", visit("/w/p/routing/10", 99));
    const recent = readRecent(storage, "u", "w");
    expect(recent).toHaveLength(12);
    expect(recent.slice(0, 3).map(({ path }) => path)).toEqual([
      "/w/p/routing/10",
      "/w/p/routing/14",
      "/w/p/routing/13",
    ]);
  });

  it("keeps people and workspaces apart", () => {
    const storage = memory();
    addRecent(storage, "one", "w", visit("/w/p/overview"));
    expect(readRecent(storage, "two", "w")).toEqual([]);
    expect(readRecent(storage, "one", "other")).toEqual([]);
  });

  it.each(["{", "[1]", '[{"path":"https://evil.example","words":"x","atMs":1}]', '{"path":"/"}'])(
    "reads %s as nothing",
    (text) => {
      const storage = memory();
      storage.setItem("meridian.recent.u.w", text);
      expect(readRecent(storage, "u", "w")).toEqual([]);
    },
  );

  it("leaves nothing behind when it is cleared", () => {
    const storage = memory();
    addRecent(storage, "u", "w", visit("/w/p/overview"));
    writeRecent(storage, "u", "w", []);
    expect(storage.items.size).toBe(0);
  });
});

describe("placeWords", () => {
  it.each([
    ["/acme/production/overview", "Overview"],
    ["/acme/production/requests", "Requests"],
    ["/acme/production/requests/0198c2f4-aaaa-7bbb-8ccc-0123456789ab", "Request 0198c2f4…89ab"],
    ["/acme/production/routing/12", "Config v12"],
    ["/acme/production/routing/edit", "Routing › Edit"],
    ["/acme/production/settings/audit-log", "Settings › Audit log"],
    ["/acme/staging/overview", "Overview in staging"],
    ["/acme/production", null],
    ["/sign-in", null],
    ["/", null],
  ])("calls %s %s", (path, words) => expect(placeWords(path, "production")).toBe(words));
});
