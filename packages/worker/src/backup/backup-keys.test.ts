import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, it, onTestFinished } from "vitest";
import { sealKeys, unsealKeys } from "./backup-keys.ts";

const passphrase = "correct horse battery staple";
const kept = { masterKey: "a".repeat(64), sessionSecret: "b".repeat(64), postgresPassword: "c".repeat(48) };
let from: string;

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "meridian-keys-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

beforeEach(() => {
  from = mkdtempSync(join(tmpdir(), "meridian-keys-"));
  writeFileSync(join(from, "keys.json"), JSON.stringify(kept));
  return () => rmSync(from, { recursive: true, force: true });
});

it.each([
  ["of the folder", kept.masterKey],
  ["of the environment, where it names another", "f".repeat(64)],
])("seals the master key in use: that %s", async (_, masterKey) => {
  const sealed = await sealKeys(from, { MERIDIAN_MASTER_KEY: masterKey, MERIDIAN_BACKUP_PASSPHRASE: passphrase });
  const to = folder();
  expect(await unsealKeys(sealed, to, passphrase)).toEqual(["keys.json"]);
  expect(JSON.parse(readFileSync(join(to, "keys.json"), "utf8"))).toEqual({ ...kept, masterKey });
  expect(existsSync(join(to, "demo.json"))).toBe(false);
});

it("seals nothing with a short passphrase, and nothing where there are no keys", async () => {
  const env = { MERIDIAN_MASTER_KEY: kept.masterKey };
  await expect(sealKeys(from, { ...env, MERIDIAN_BACKUP_PASSPHRASE: "short" })).rejects.toThrow("12 characters");
  await expect(sealKeys(folder(), { ...env, MERIDIAN_BACKUP_PASSPHRASE: passphrase })).rejects.toThrow(
    "keys.json is gone",
  );
});
