import { isIPv4, isIPv6 } from "node:net";

/**
 * The network that an address is of: enough to recognise where a session is from, too little to find a person by.
 * 203.0.113.7 → 203.0.113.0/24, 2001:db8:1:2::3 → 2001:db8:1::/48. null for what is no address.
 */
export function ipPrefix(address: string | null): string | null {
  const text = (address ?? "").trim().replace(/^::ffff:(?=\d+\.)/i, "");
  if (isIPv4(text)) return `${text.split(".").slice(0, 3).join(".")}.0/24`;
  if (!isIPv6(text) || text.includes(".")) return null;
  const [head = "", tail] = text.split("%", 1)[0]?.split("::") ?? [];
  const parts = (side: string | undefined) => (side === undefined || side === "" ? [] : side.split(":"));
  const [before, after] = [parts(head), parts(tail)];
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - before.length - after.length }, () => "0");
  const first = [...before, ...zeros, ...after].slice(0, 3).map((part) => Number.parseInt(part, 16).toString(16));
  return `${first.join(":").replace(/(?::0)+$/, "")}::/48`;
}
