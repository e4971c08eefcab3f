import { describe, expect, it } from "vitest";
import { isFromLoopback, isLoopbackHost } from "./loopback.ts";

describe("isLoopbackHost", () => {
  it.each(["localhost", "localhost:3000", "127.0.0.1:3000", "127.8.9.1", "[::1]:3000", "::1", "LOCALHOST"])(
    "takes %s",
    (host) => expect(isLoopbackHost(host)).toBe(true),
  );
  it.each(["", "example.com", "localhost.example.com", "127.0.0.1.example.com", "10.0.0.1:3000", "0.0.0.0"])(
    "refuses %s",
    (host) => expect(isLoopbackHost(host)).toBe(false),
  );
});

describe("isFromLoopback", () => {
  it("takes a request by a loopback name from a loopback address", () => {
    expect(isFromLoopback(new Headers({ host: "localhost:3000", "x-forwarded-for": "::ffff:127.0.0.1" }))).toBe(true);
  });

  it("refuses one that another machine made, and one by a name that only points here", () => {
    expect(isFromLoopback(new Headers({ host: "localhost:3000", "x-forwarded-for": "10.0.0.7, 127.0.0.1" }))).toBe(
      false,
    );
    expect(isFromLoopback(new Headers({ host: "evil.example:3000" }))).toBe(false);
  });
});
