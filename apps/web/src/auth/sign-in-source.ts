/**
 * Where a request comes from, as far as it can be told. The last address that proxies name is the one that the nearest of
 * them saw; those before it are as the caller wrote them.
 */
export function signInSource(headers: Headers): { readonly userAgent: string | null; readonly address: string | null } {
  const address = headers.get("x-forwarded-for")?.split(",").at(-1)?.trim().slice(0, 64);
  return { userAgent: headers.get("user-agent"), address: address === undefined || address === "" ? null : address };
}
