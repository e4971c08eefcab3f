/** Where to go after signing in: an address of this site, whatever the query says. */
export function safeNext(next: string | null): string {
  return next !== null && /^\/(?![/\\])[^\s\\]*$/.test(next) ? next : "/";
}
