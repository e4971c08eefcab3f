import { describe, expect, it } from "vitest";
import { isSameOrigin } from "./same-origin.ts";

const own = ["http://localhost:3000", "https://meridian.example.com"];
const from = (headers: Record<string, string>) => isSameOrigin({ headers: new Headers(headers) }, own);

describe("isSameOrigin", () => {
  it("takes our own pages, by either of our names", () => {
    expect(from({ origin: "http://localhost:3000", "sec-fetch-site": "same-origin" })).toBe(true);
    expect(from({ origin: "https://meridian.example.com" })).toBe(true);
  });

  it("takes programs, which name no origin", () => expect(from({})).toBe(true));

  it.each([
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: "http://localhost:3001" },
    { "sec-fetch-site": "cross-site" },
    { origin: "http://localhost:3000", "sec-fetch-site": "same-site" },
  ])("refuses %o", (headers) => expect(from(headers as Record<string, string>)).toBe(false));
});
