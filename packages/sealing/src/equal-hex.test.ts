import { describe, expect, it } from "vitest";
import { equalHex } from "./equal-hex.ts";
import { sha256Hex } from "./sha256-hex.ts";

const digest = sha256Hex("abc");

describe("equalHex", () => {
  it.each([
    ["the same digest", digest, true],
    ["the same digest in capitals", digest.toUpperCase(), true],
    ["another digest", sha256Hex("abd"), false],
    ["a shorter one", digest.slice(2), false],
    ["one with a character too many", `${digest}0`, false],
    ["text that is not hex behind the digest", `${digest}zz`, false],
    ["nothing", "", false],
  ])("%s", (_, other, same) => {
    expect(equalHex(digest, other)).toBe(same);
  });

  it("knows the SHA-256 of abc", () => {
    expect(digest).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });
});
