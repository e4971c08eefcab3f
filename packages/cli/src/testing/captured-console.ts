import type { Console } from "../command/command.ts";

/** A console that keeps what a command says. */
export function capturedConsole(): Console & { readonly said: string[]; readonly complained: string[] } {
  const said: string[] = [];
  const complained: string[] = [];
  return { said, complained, out: (line) => void said.push(line), err: (line) => void complained.push(line) };
}
