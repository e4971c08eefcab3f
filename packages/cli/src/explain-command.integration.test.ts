import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const examples = join(import.meta.dirname, "..", "..", "..", "examples");
const cli = (args: readonly string[], input = "") =>
  spawnSync(process.execPath, ["--no-warnings", join(import.meta.dirname, "main.ts"), "explain", ...args], {
    input,
    encoding: "utf8",
  });

/** Without numbers, which tuning changes, and line breaks, which they move. */
const wordsOf = (text: string) => text.replace(/\d[\d,]*/g, "0").replace(/\s+/g, " ");

test("a process reads the request from stdin, and prints what docs/explain.md shows", () => {
  const { status, stdout, stderr } = cli(
    [
      `--config=${join(examples, "explain.yaml")}`,
      "--request=-",
      `--state=${join(examples, "explain-state.json")}`,
      "--header=x-user-id: 42",
      "--at=2026-11-27T14:00:00-05:00",
    ],
    '{"model":"support-chat","stream":true,"messages":[{"role":"user","content":"Where is my order?"}]}',
  );
  expect(stderr).toBe("");
  expect(status).toBe(0);
  const page = readFileSync(join(examples, "..", "docs", "explain.md"), "utf8");
  expect(wordsOf(page)).toContain(wordsOf(stdout).trim());
});

test("a wrong call ends with 2, and what is wrong stands on stderr", () => {
  const { status, stdout, stderr } = cli(["--config", "no-such.yaml", "--request", "-"]);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toContain("There is no file no-such.yaml.");
});
