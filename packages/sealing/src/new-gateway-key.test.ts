import { parseGatewayKey } from "@meridian/access";
import { describe, expect, it } from "vitest";
import { newGatewayKey } from "./new-gateway-key.ts";
import { sha256Hex } from "./sha256-hex.ts";

describe("newGatewayKey", () => {
  it("makes 1,000 keys of the right form, no two alike", () => {
    const keys = Array.from({ length: 1_000 }, newGatewayKey);
    for (const { id, text } of keys) expect(parseGatewayKey(text)?.id).toBe(id);
    expect(new Set(keys.map(({ id }) => id)).size).toBe(1_000);
    expect(new Set(keys.map(({ sha256 }) => sha256)).size).toBe(1_000);
  });

  it("keeps the hash of the whole text, and a prefix without the secret", () => {
    const { id, text, sha256, prefix } = newGatewayKey();
    expect(sha256).toBe(sha256Hex(text));
    expect(prefix).toBe(`mk_live_${id}`);
  });
});
