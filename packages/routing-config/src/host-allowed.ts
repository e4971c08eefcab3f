/** Whether a secret may be sent to a host: it is named exactly, or by `*.example.com`, which does not mean example.com. */
export function hostAllowed(host: string, allowedHosts: readonly string[]): boolean {
  const wanted = host.toLowerCase();
  return allowedHosts.some((allowed) => {
    const pattern = allowed.toLowerCase();
    return pattern.startsWith("*.")
      ? wanted.endsWith(pattern.slice(1)) && wanted.length > pattern.length - 1
      : wanted === pattern;
  });
}
