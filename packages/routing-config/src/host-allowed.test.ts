import { expect, it } from "vitest";
import { hostAllowed } from "./host-allowed.ts";

it.each([
  ["api.example.com", ["api.example.com"], true],
  ["API.example.com", ["api.EXAMPLE.com"], true],
  ["api.example.com", ["*.example.com"], true],
  ["a.b.example.com", ["*.example.com"], true],
  ["example.com", ["*.example.com"], false],
  ["evilexample.com", ["*.example.com"], false],
  ["api.example.com.evil.net", ["*.example.com", "api.example.com"], false],
  ["api.example.com", [], false],
] as const)("host %s against %j: %s", (host, allowed, expected) => {
  expect(hostAllowed(host, allowed)).toBe(expected);
});
