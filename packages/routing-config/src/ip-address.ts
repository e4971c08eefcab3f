/** An IP address as a number of 32 or 128 bits. */
export type IpAddress = { readonly family: 4 | 6; readonly value: bigint };

const ipv4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/;
const group = /^[0-9a-f]{1,4}$/i;
/** `::ffff:0:0/96`: IPv4 in the dress of IPv6. */
const mapped = 0xffffn;

/**
 * Reads an IP address as URLs and resolvers write it; null when it is none. An IPv4-mapped IPv6 address is the IPv4
 * address that it carries; a zone (`%eth0`) is left aside.
 */
export function parseIpAddress(text: string): IpAddress | null {
  if (ipv4.test(text)) return { family: 4, value: ofIpv4(text) };
  const value = ofIpv6(text.split("%", 1)[0] ?? "");
  if (value === null) return null;
  return value >> 32n === mapped ? { family: 4, value: value & 0xffff_ffffn } : { family: 6, value };
}

const ofIpv4 = (text: string): bigint => text.split(".").reduce((value, part) => (value << 8n) | BigInt(part), 0n);

function ofIpv6(text: string): bigint | null {
  const [head, tail, more] = text.split("::");
  if (head === undefined || more !== undefined) return null;
  const before = groupsOf(head);
  const after = tail === undefined ? [] : groupsOf(tail);
  if (before === null || after === null) return null;
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  return [...before, ...Array<bigint>(missing).fill(0n), ...after].reduce((value, part) => (value << 16n) | part, 0n);
}

function groupsOf(text: string): bigint[] | null {
  if (text === "") return [];
  const groups: bigint[] = [];
  const parts = text.split(":");
  for (const [i, part] of parts.entries()) {
    if (group.test(part)) groups.push(BigInt(`0x${part}`));
    else if (i === parts.length - 1 && ipv4.test(part)) {
      const value = ofIpv4(part);
      groups.push(value >> 16n, value & 0xffffn);
    } else return null;
  }
  return groups;
}
