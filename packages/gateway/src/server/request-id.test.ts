import { expect, test, vi } from "vitest";

const form = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test("ids are UUIDv7 that begin with the time and sort as they were made, within a millisecond and when the clock stands", async () => {
  // Its clock never goes back, and others may have made ids before.
  vi.resetModules();
  const { newRequestId } = await import("./request-id.ts");
  const nowMs = Date.UTC(2026, 10, 28, 7, 30);
  const ids = Array.from({ length: 2_000 }, (_, at) => newRequestId(nowMs + Math.floor(at / 500)));
  for (const id of ids) expect(id).toMatch(form);
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids.map((id) => id.slice(-12))).size).toBe(ids.length);
  expect(Number.parseInt(ids[0]!.replace("-", "").slice(0, 12), 16)).toBe(nowMs);
});
