import { describe, expect, it } from "vitest";
import { allowedHost } from "./allowed-host.ts";

describe("allowedHost", () => {
  it.each([
    ["api.openai.com", "api.openai.com"],
    ["API.OpenAI.com ", "api.openai.com"],
    ["*.openai.azure.com", "*.openai.azure.com"],
    ["localhost", "localhost"],
    ["127.0.0.1", "127.0.0.1"],
    ["::1", "::1"],
  ])("takes %j", (text, host) => {
    expect(allowedHost.parse(text)).toBe(host);
  });

  it.each([
    "",
    "*",
    "*.com",
    "https://api.openai.com",
    "api.openai.com:443",
    "api.openai.com/v1",
    "api.*.com",
    "user@host",
    "a b",
    "-a.com",
    "a..com",
    `${"a".repeat(64)}.com`,
  ])("refuses %j", (text) => {
    expect(allowedHost.safeParse(text).success).toBe(false);
  });
});
