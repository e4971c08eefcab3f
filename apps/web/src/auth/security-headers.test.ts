import { describe, expect, it } from "vitest";
import { contentSecurityPolicy } from "./security-headers.ts";

const policy = (host: string) => contentSecurityPolicy({ host, nonce: "n1", development: false });

describe("contentSecurityPolicy", () => {
  it("runs only scripts of this page's nonce and forbids frames", () => {
    expect(policy("localhost:3000")).toContain("script-src 'self' 'nonce-n1' 'strict-dynamic';");
    expect(policy("localhost:3000")).toContain("frame-ancestors 'none'");
  });

  it("reaches gateways on loopback by both of its names", () => {
    expect(policy("127.0.0.1:3000")).toContain("connect-src 'self' wss: ws://localhost:* ws://127.0.0.1:*;");
  });

  it("reaches gateways without TLS only on the page's own host", () => {
    expect(policy("meridian.lan:3000")).toContain("connect-src 'self' wss: ws://meridian.lan:*;");
  });
});
