/** Whether a host name, as in `Host` or an address, is this very machine's. */
export function isLoopbackHost(host: string): boolean {
  // A port follows a name, an IPv4 address or brackets; a bare IPv6 address has colons of its own.
  const name = host
    .replace(/^([^:]*|\[.*\]):\d+$/, "$1")
    .replace(/^\[|\]$/g, "")
    .toLowerCase();
  return name === "localhost" || name === "::1" || /^127(?:\.\d{1,3}){3}$/.test(name);
}

/**
 * Whether a request was made on this machine, by what its headers say: opened by a loopback name (a page elsewhere that
 * points its own name here does not pass) and relayed for nobody else. Headers can be forged by who reaches the port at all,
 * so this stands beside binding to loopback, not in its place.
 */
export function isFromLoopback(headers: { readonly get: (name: string) => string | null }): boolean {
  const relayedFor = (headers.get("x-forwarded-for") ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);
  return (
    isLoopbackHost(headers.get("host") ?? "") &&
    relayedFor.every((address) => isLoopbackHost(address.replace(/^::ffff:/, "")))
  );
}
