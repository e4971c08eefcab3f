import { webEnv } from "../env.ts";
import { isAtThisMachine } from "./at-this-machine.ts";

/** Whether this request may sign in without a password: in demo mode, by who sits at this very machine. */
export function offersDemo(headers: { readonly get: (name: string) => string | null }): boolean {
  return webEnv().demo && isAtThisMachine(headers);
}
