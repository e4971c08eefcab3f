/** Names of the session library's cookies begin with this on addresses with TLS. */
export const cookiePrefix = (publicUrl: URL): string => (publicUrl.protocol === "https:" ? "__Secure-" : "");

/** The page from which somebody went to a provider, as the session library kept it: a path of this site; "/" for none. */
export function cameFrom(headers: Headers, publicUrl: URL): string {
  const name = `${cookiePrefix(publicUrl)}next-auth.callback-url=`;
  const kept = (headers.get("cookie") ?? "")
    .split(/;\s*/)
    .find((part) => part.startsWith(name))
    ?.slice(name.length);
  try {
    const url = new URL(decodeURIComponent(kept ?? ""), publicUrl);
    return url.origin === publicUrl.origin ? url.pathname : "/";
  } catch {
    return "/";
  }
}

/** The token of the invitation that a page is about; null: it is about none. */
export function invitationTokenOf(path: string): string | null {
  return /^\/invite\/([0-9A-Za-z_-]{43})$/.exec(path)?.[1] ?? null;
}

/** Where a refused sign-in is told: on the page it began at where that one can say it, else on the sign-in page. */
export function refusalPath(from: string, reason: string): string {
  const tells = invitationTokenOf(from) !== null || /^\/[^/]+\/[^/]+\/settings\/profile$/.test(from);
  return `${tells ? from : "/sign-in"}?error=${encodeURIComponent(reason)}`;
}
