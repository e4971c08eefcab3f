import { isIP } from "node:net";
import { hostOf } from "@meridian/routing-config";
import { addressProblem } from "./address-check.ts";

/** Why a base URL may not be called, as far as can be told without resolving its name; null when it may. */
export function webAddressProblem(address: string, allowPrivate: boolean): string | null {
  const url = URL.parse(address);
  if (!url || (url.protocol !== "http:" && url.protocol !== "https:")) return "it is no http(s) URL";
  if (url.username !== "" || url.password !== "") return "credentials do not belong in it";
  const host = hostOf(address);
  return isIP(host) === 0 ? null : addressProblem(host, allowPrivate);
}
