import { BlockList, isIP } from "node:net";

/** Never an upstream: link-local (and with it every cloud's metadata service), unspecified, multicast, reserved. */
const forbidden = blockList([
  ["0.0.0.0", 8],
  ["169.254.0.0", 16],
  ["192.0.0.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
  ["100.100.100.200", 32],
  ["168.63.129.16", 32],
  ["::", 128],
  ["fe80::", 10],
  ["fec0::", 10],
  ["ff00::", 8],
  ["fd00:ec2::254", 128],
  ["fd20:ce::254", 128],
  // Addresses that carry an IPv4 address in them: they would go around the rules for it.
  ["64:ff9b::", 96],
  ["64:ff9b:1::", 48],
  ["2002::", 16],
  ["2001::", 32],
]);

/** Upstreams only where the operator says so: loopback, private networks, carrier NAT, benchmarking. */
const inner = blockList([
  ["127.0.0.0", 8],
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["100.64.0.0", 10],
  ["198.18.0.0", 15],
  ["::1", 128],
  ["fc00::", 7],
]);

/** Why an IP address may not be called; null when it may. */
export function addressProblem(address: string, allowPrivate: boolean): string | null {
  const family = isIP(address);
  if (family === 0) return `\`${address}\` is not an IP address`;
  const kind = family === 4 ? "ipv4" : "ipv6";
  // BlockList matches IPv4-mapped IPv6 addresses against the IPv4 rules by itself.
  if (forbidden.check(address, kind))
    return `\`${address}\` is a link-local, metadata, unspecified or reserved address`;
  if (!allowPrivate && inner.check(address, kind)) return `\`${address}\` is a loopback or private address`;
  return null;
}

function blockList(subnets: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of subnets) list.addSubnet(network, prefix, isIP(network) === 4 ? "ipv4" : "ipv6");
  return list;
}
