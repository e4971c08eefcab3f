import { type IpAddress, parseIpAddress } from "./ip-address.ts";

/** Never an upstream: link-local (and with it every cloud's metadata service), unspecified, multicast, reserved. */
const forbidden = subnets(
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
);

/** Upstreams only where a gateway's operator says so: loopback, private networks, carrier NAT, benchmarking. */
const inner = subnets(
  ["127.0.0.0", 8],
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["100.64.0.0", 10],
  ["198.18.0.0", 15],
  ["::1", 128],
  ["fc00::", 7],
);

/** Why nothing may call an IP address; `forbidden` nowhere, `inner` unless the operator allows it. null: no reason, or no IP address. */
export function addressKind(text: string): "forbidden" | "inner" | null {
  const address = parseIpAddress(text);
  if (address === null) return null;
  if (forbidden.some((subnet) => isWithin(address, subnet))) return "forbidden";
  return inner.some((subnet) => isWithin(address, subnet)) ? "inner" : null;
}

type Subnet = IpAddress & { readonly prefix: number };

function isWithin(address: IpAddress, { family, value, prefix }: Subnet): boolean {
  const ignored = BigInt((family === 4 ? 32 : 128) - prefix);
  return address.family === family && address.value >> ignored === value >> ignored;
}

function subnets(...written: readonly (readonly [string, number])[]): readonly Subnet[] {
  return written.map(([network, prefix]) => {
    const address = parseIpAddress(network);
    if (address === null) throw new Error(`${network} is no network`);
    return { ...address, prefix };
  });
}
