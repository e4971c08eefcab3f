import { isLoopbackHost } from "./loopback.ts";

type CspInput = {
  /** Host and port as the browser named them. */
  readonly host: string;
  readonly nonce: string;
  /** The framework's development tools evaluate code. */
  readonly development: boolean;
};

/**
 * What a page may do. It connects to its own server and to gateways' live feeds: over TLS anywhere, in the clear only on the
 * host that the page itself came from (any port), which is where a gateway without TLS stands.
 */
export function contentSecurityPolicy({ host, nonce, development }: CspInput): string {
  const name = host.replace(/:\d+$/, "");
  const plain = isLoopbackHost(host) ? ["ws://localhost:*", "ws://127.0.0.1:*"] : [`ws://${name}:*`];
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    // Libraries set styles of single elements; styles cannot run anything.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self' wss: ${plain.join(" ")}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** Headers of every answer, pages and API alike. */
export const securityHeaders: Readonly<Record<string, string>> = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
};
