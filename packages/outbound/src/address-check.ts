import { isIP } from "node:net";
import { addressKind } from "@meridian/routing-config";

/** Why an IP address may not be called; null when it may. */
export function addressProblem(address: string, allowPrivate: boolean): string | null {
  if (isIP(address) === 0) return `\`${address}\` is not an IP address`;
  switch (addressKind(address)) {
    case "forbidden":
      return `\`${address}\` is a link-local, metadata, unspecified or reserved address`;
    case "inner":
      return allowPrivate ? null : `\`${address}\` is a loopback or private address`;
    case null:
      return null;
  }
}
