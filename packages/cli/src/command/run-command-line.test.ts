import { expect, test } from "vitest";
import { capturedConsole } from "../testing/captured-console.ts";
import type { Command } from "./command.ts";
import { readArguments } from "./read-arguments.ts";
import { runCommandLine } from "./run-command-line.ts";

const greet: Command = {
  summary: "greets",
  usage: "cli greet [--loud]",
  run: async (args, console) => {
    const { values } = readArguments({ args: [...args], options: { loud: { type: "boolean", default: false } } });
    console.out(values.loud ? "HELLO" : "hello");
    return 0;
  },
};

async function call(...args: string[]) {
  const console = capturedConsole();
  const code = await runCommandLine({ greet }, args, console);
  return { code, said: console.said.join("\n"), complained: console.complained.join("\n") };
}

test("a command runs with its arguments and gives the exit code", async () => {
  expect(await call("greet", "--loud")).toEqual({ code: 0, said: "HELLO", complained: "" });
});

test("no command lists the commands and exits with 2, --help lists them and exits with 0", async () => {
  expect(await call()).toMatchObject({ code: 2, said: expect.stringContaining("greet") });
  expect(await call("--help")).toMatchObject({ code: 0, said: expect.stringContaining("greets") });
});

test("an unknown command is named, exit code 2", async () => {
  expect(await call("constructor")).toMatchObject({
    code: 2,
    complained: expect.stringContaining("no command constructor"),
  });
});

test("--help after a command prints its usage", async () => {
  expect(await call("greet", "--help")).toMatchObject({ code: 0, said: greet.usage });
});

test("a wrong option says what is wrong and how to call it, exit code 2", async () => {
  const { code, complained } = await call("greet", "--quiet");
  expect(code).toBe(2);
  expect(complained).toContain("--quiet");
  expect(complained).toContain(greet.usage);
});

test("any other error is not swallowed", async () => {
  const broken: Command = { ...greet, run: () => Promise.reject(new Error("a defect")) };
  await expect(runCommandLine({ broken }, ["broken"], capturedConsole())).rejects.toThrow("a defect");
});
