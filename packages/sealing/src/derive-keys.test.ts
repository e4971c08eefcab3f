import { describe, expect, it } from "vitest";
import { deriveGatewayKey } from "./derive-gateway-key.ts";
import { deriveKeys } from "./derive-keys.ts";
import { gatewayKeyring } from "./gateway-keyring.ts";

const master = "0123456789abcdef".repeat(4);

describe("deriveKeys", () => {
  it("derives one and the same gateway key of 64 hex digits from a master key", () => {
    expect(deriveGatewayKey(master)).toMatch(/^[0-9a-f]{64}$/);
    expect(deriveGatewayKey(master)).toBe(deriveGatewayKey(master.toUpperCase()));
    expect(deriveGatewayKey(master)).not.toBe(master);
  });

  it("keeps stored secrets from whoever has only the gateway key", () => {
    const keys = deriveKeys(master);
    const stored = keys.sealStored("sk-test-1", "env-1", "OPENAI");
    expect(keys.openStored(stored, "env-1", "OPENAI")).toBe("sk-test-1");
    expect(() => gatewayKeyring(deriveGatewayKey(master)).openSecret(stored, "env-1", "OPENAI")).toThrow(
      "seal was changed",
    );
  });

  it("seals for gateways what their keyring opens", () => {
    const sealed = deriveKeys(master).gateway.sealSecret("sk-test-1", "env-1", "OPENAI");
    expect(gatewayKeyring(deriveGatewayKey(master)).openSecret(sealed, "env-1", "OPENAI")).toBe("sk-test-1");
  });

  it("refuses a master key that is not 64 hex digits", () => {
    expect(() => deriveKeys("too short")).toThrow("64 hexadecimal digits");
  });
});
