import { expect, it } from "vitest";
import { parseIpAddress } from "./ip-address.ts";

it.each([
  ["0.0.0.0", 4, 0n],
  ["255.255.255.255", 4, 0xffff_ffffn],
  ["::", 6, 0n],
  ["::1", 6, 1n],
  ["1::", 6, 1n << 112n],
  ["2001:db8:0:0:0:0:0:1", 6, 0x2001_0db8_0000_0000_0000_0000_0000_0001n],
  ["fe80::1%eth0", 6, 0xfe80_0000_0000_0000_0000_0000_0000_0001n],
  ["::ffff:1.2.3.4", 4, 0x0102_0304n],
  ["::FFFF:102:304", 4, 0x0102_0304n],
  ["64:ff9b::1.2.3.4", 6, 0x0064_ff9b_0000_0000_0000_0000_0102_0304n],
] as const)("%s is an address of family %d", (text, family, value) => {
  expect(parseIpAddress(text)).toEqual({ family, value });
});

it.each([
  "",
  "1.2.3",
  "1.2.3.4.",
  "256.1.1.1",
  "1.2.3.4.5",
  ":::",
  "1::2::3",
  "1:2:3:4:5:6:7",
  "12345::",
  "g::",
  "api.example.com",
  "1:2:3:4:5:6:7:8:9",
])("%j is none", (text) => {
  expect(parseIpAddress(text)).toBeNull();
});
