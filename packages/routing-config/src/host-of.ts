/** The host of a sound web address: without port, and without the brackets of IPv6. Numbers are written out: `0x7f.1` is 127.0.0.1. */
export function hostOf(webAddress: string): string {
  return new URL(webAddress).hostname.replace(/^\[|\]$/g, "");
}
