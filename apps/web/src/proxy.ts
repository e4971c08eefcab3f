import { type NextRequest, NextResponse } from "next/server";
import { isSameOrigin } from "./auth/same-origin.ts";
import { contentSecurityPolicy, securityHeaders } from "./auth/security-headers.ts";
import { isDevelopment, webEnv } from "./env.ts";

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

/** Before every page and API call: refuses changes asked for by other sites, and says what the answer may do. */
export function proxy(request: NextRequest): NextResponse {
  const host = request.headers.get("host") ?? request.nextUrl.host;
  const ownOrigins = [`http://${host}`, `https://${host}`, webEnv().url.origin];
  if (!safeMethods.has(request.method) && !isSameOrigin(request, ownOrigins)) {
    return withHeaders(NextResponse.json({ error: "This request came from another site." }, { status: 403 }));
  }
  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy({ host, nonce, development: isDevelopment });
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("x-path", pathOf(request));
  // The framework finds the nonce for its own scripts here.
  headers.set("content-security-policy", policy);
  const response = withHeaders(NextResponse.next({ request: { headers } }));
  response.headers.set("content-security-policy", policy);
  return response;
}

/** Where a visitor wanted to go, to be brought there after signing in. */
function pathOf({ nextUrl }: NextRequest): string {
  const query = new URLSearchParams(nextUrl.search);
  // The framework's own, of a navigation within the app.
  query.delete("_rsc");
  return query.size === 0 ? nextUrl.pathname : `${nextUrl.pathname}?${query}`;
}

function withHeaders(response: NextResponse): NextResponse {
  for (const [name, value] of Object.entries(securityHeaders)) response.headers.set(name, value);
  return response;
}

export const config = { matcher: "/((?!_next/static|_next/image|icon.svg).*)" };
