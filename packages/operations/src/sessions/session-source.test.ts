import { describe, expect, it } from "vitest";
import { ipPrefix } from "./ip-prefix.ts";
import { userAgentSummary } from "./user-agent-summary.ts";

describe("userAgentSummary", () => {
  it.each([
    ["Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Windows"],
    [
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.1 Safari/605.1.15",
      "Safari on macOS",
    ],
    [
      "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
      "Edge on Windows",
    ],
    ["Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36", "Chrome on Android"],
    ["curl/8.5.0", "curl"],
    ["<script>alert(1)</script>", "Unknown browser"],
    [null, "Unknown browser"],
  ])("reads %s as %s", (header, words) => expect(userAgentSummary(header)).toBe(words));
});

describe("ipPrefix", () => {
  it.each([
    ["203.0.113.7", "203.0.113.0/24"],
    ["::ffff:203.0.113.7", "203.0.113.0/24"],
    ["2001:db8:1:2::3", "2001:db8:1::/48"],
    ["2001:DB8::1", "2001:db8::/48"],
    ["::1", "0::/48"],
    ["unknown", null],
    ["203.0.113.7, 10.0.0.1", null],
    [null, null],
  ])("makes %s %s", (address, prefix) => expect(ipPrefix(address)).toBe(prefix));
});
