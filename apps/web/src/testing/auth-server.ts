import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import NextAuth from "next-auth";
import { authOptions } from "../auth/auth-options.ts";
import { readSession } from "../auth/session-cookie.ts";

/** The app's sign-in, its very options, on a real socket, without the pages. `/whoami` says who a request is. */
export async function startAuthServer(): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    void handle(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://localhost");
  const headers = new Headers(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)] as [string, string]),
  );
  if (url.pathname === "/whoami") {
    response.end(JSON.stringify(await readSession(headers)));
    return;
  }
  if (!url.pathname.startsWith("/api/auth/")) {
    response.end(`page ${url.pathname}${url.search}`);
    return;
  }
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += String(chunk);
  const cookies = (headers.get("cookie") ?? "").split("; ").map((part) => {
    const at = part.indexOf("=");
    return [part.slice(0, at), decodeURIComponent(part.slice(at + 1))];
  });
  const query = {
    ...Object.fromEntries(url.searchParams),
    nextauth: url.pathname.slice("/api/auth/".length).split("/"),
  };
  // As the framework's own server dresses requests and answers.
  const dressed = Object.assign(response, {
    status: (code: number) => Object.assign(response, { statusCode: code }),
    json: (value: unknown) => response.setHeader("content-type", "application/json").end(JSON.stringify(value)),
    send: (text: unknown) => response.end(typeof text === "string" ? text : JSON.stringify(text)),
  });
  const asked = { method: request.method, headers: request.headers, query };
  const parsed = { body: Object.fromEntries(new URLSearchParams(body)), cookies: Object.fromEntries(cookies) };
  await NextAuth({ ...asked, ...parsed } as never, dressed as never, authOptions(headers));
}
