import { webEnv } from "../env.ts";
import { isFromLoopback, isLoopbackHost } from "./loopback.ts";

/** Whether this request may sign in without a password: in demo mode, on an address that is meant for this machine only. */
export function offersDemo(headers: { readonly get: (name: string) => string | null }): boolean {
  const { demo, url } = webEnv();
  return demo && isLoopbackHost(url.host) && isFromLoopback(headers);
}
