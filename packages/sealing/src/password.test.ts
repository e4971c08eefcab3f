import { describe, expect, it } from "vitest";
import { hashPassword, verifyPassword } from "./password.ts";

describe("passwords", () => {
  it("are hashed with argon2id, 19 MiB and 2 passes, salted", async () => {
    const [first, second] = await Promise.all([hashPassword("correct horse"), hashPassword("correct horse")]);
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(first).not.toBe(second);
  });

  it("fit their own hash only", async () => {
    const passwordHash = await hashPassword("correct horse");
    expect(await verifyPassword(passwordHash, "correct horse")).toBe(true);
    expect(await verifyPassword(passwordHash, "Correct horse")).toBe(false);
  });

  it("are hashed for nobody too, and never fit", async () => {
    expect(await verifyPassword(null, "correct horse")).toBe(false);
    expect(await verifyPassword(null, "")).toBe(false);
  });
});
