import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { createTestDatabase } from "@meridian/db/testing";
import { createFirstOwner, openOperations } from "@meridian/operations";
import { expect, it, onTestFinished } from "vitest";

const program = resolve(import.meta.dirname, "..", "backup-main.ts");
const masterKey = "a".repeat(64);

it("writes a backup with the database's master key, and none with another", async () => {
  const test = await createTestDatabase();
  const folder = mkdtempSync(join(tmpdir(), "meridian-backup-main-"));
  onTestFinished(async () => {
    rmSync(folder, { recursive: true, force: true });
    await test.drop();
  });
  const operations = openOperations({ databaseUrl: test.url, masterKey, poolMax: 2 });
  const input = { email: "olivia@acme.com", name: "Olivia", password: "correct horse battery", workspaceName: "Acme" };
  await createFirstOwner({ parts: operations.parts, input });
  await operations.close();

  const backup = async (key: string, file: string) => {
    const env = { PATH: process.env["PATH"], DATABASE_URL: test.url, MERIDIAN_MASTER_KEY: key, BACKUP_FILE: file };
    const child = spawn(process.execPath, ["--no-warnings", program], { env, stdio: ["ignore", "pipe", "ignore"] });
    const [said, [code]] = await Promise.all([text(child.stdout), once(child, "exit")]);
    return { said, code, written: existsSync(file) };
  };
  const [other, own] = await Promise.all([
    backup("f".repeat(64), join(folder, "other.backup")),
    backup(masterKey, join(folder, "own.backup")),
  ]);
  expect(other).toEqual({
    said: expect.stringContaining("set up with another master key"),
    code: 1,
    written: false,
  });
  expect(own).toMatchObject({ code: 0, written: true });
});
