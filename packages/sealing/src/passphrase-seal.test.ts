import { expect, it } from "vitest";
import { openWithPassphrase, sealWithPassphrase } from "./passphrase-seal.ts";

it("opens with the passphrase, however its accents are written, and with no other", { timeout: 60_000 }, async () => {
  const sealed = await sealWithPassphrase("masterKey: 00ff", "caf\u00e9 au lait");
  expect(await openWithPassphrase(sealed, "cafe\u0301 au lait")).toBe("masterKey: 00ff");
  await expect(openWithPassphrase(sealed, "cafe au lait")).rejects.toThrow("another key");
  expect(Buffer.from(sealed).includes("masterKey")).toBe(false);
});

it("does not open when a byte of salt or seal was changed, or the end is missing", { timeout: 60_000 }, async () => {
  const sealed = await sealWithPassphrase("secret", "a long passphrase");
  for (const at of [0, sealed.length - 1]) {
    const changed = Uint8Array.from(sealed, (byte, index) => (index === at ? byte ^ 1 : byte));
    await expect(openWithPassphrase(changed, "a long passphrase")).rejects.toThrow("seal was changed");
  }
  await expect(openWithPassphrase(sealed.subarray(0, 20), "a long passphrase")).rejects.toThrow("not a seal");
});
