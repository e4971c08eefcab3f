import { describe, expect, it } from "vitest";
import { deriveGatewayKey } from "./derive-gateway-key.ts";
import { gatewayKeyring } from "./gateway-keyring.ts";

const gatewayKey = deriveGatewayKey("ab".repeat(32));
const keyring = gatewayKeyring(gatewayKey);
const other = gatewayKeyring(deriveGatewayKey("ac".repeat(32)));
const payload = new TextEncoder().encode('{"serial":1}');

describe("gatewayKeyring", () => {
  it("opens a secret only for its own environment and name", () => {
    const sealed = keyring.sealSecret("sk-test-1", "env-1", "OPENAI");
    expect(gatewayKeyring(gatewayKey).openSecret(sealed, "env-1", "OPENAI")).toBe("sk-test-1");
    expect(() => keyring.openSecret(sealed, "env-2", "OPENAI")).toThrow("seal was changed");
    expect(() => keyring.openSecret(sealed, "env-1", "AZURE")).toThrow("seal was changed");
    expect(() => other.openSecret(sealed, "env-1", "OPENAI")).toThrow("seal was changed");
  });

  it("verifies the 32 bytes of its own signature", () => {
    const signature = keyring.signSnapshot(payload);
    expect(signature).toHaveLength(32);
    expect(keyring.verifySnapshot(payload, signature)).toBe(true);
  });

  it("refuses a snapshot that was changed, or signed with another key, or whose signature was cut", () => {
    const signature = keyring.signSnapshot(payload);
    expect(keyring.verifySnapshot(new TextEncoder().encode('{"serial":2}'), signature)).toBe(false);
    expect(other.verifySnapshot(payload, signature)).toBe(false);
    expect(keyring.verifySnapshot(payload, signature.subarray(0, 31))).toBe(false);
    expect(keyring.verifySnapshot(payload, new Uint8Array(0))).toBe(false);
  });

  it.each(["", "ab", "zz".repeat(32), "ab".repeat(33)])("refuses %j as a key", (text) => {
    expect(() => gatewayKeyring(text)).toThrow("64 hexadecimal digits");
  });
});
