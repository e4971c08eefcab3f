/**
 * Whether a request that changes something comes from a page of ours. Browsers name the page's origin in every such
 * request; programs that are no browsers carry no one else's cookies and name none.
 */
export function isSameOrigin(
  request: { readonly headers: { readonly get: (name: string) => string | null } },
  ownOrigins: readonly string[],
): boolean {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin" && site !== "none") return false;
  const origin = request.headers.get("origin");
  return origin === null || ownOrigins.includes(origin);
}
