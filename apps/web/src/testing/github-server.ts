import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Who is signed in at GitHub. Tests change it between two sign-ins. */
type GitHubPerson = {
  id: number;
  login: string;
  name: string | null;
  emails: readonly { readonly email: string; readonly primary: boolean; readonly verified: boolean }[];
};

export type GitHubServer = { readonly url: string; readonly person: GitHubPerson; readonly close: () => Promise<void> };

/** As much of a GitHub Enterprise Server as signing in needs, on a real socket: codes once, tokens for whom they were made. */
export async function startGitHubServer(): Promise<GitHubServer> {
  const person: GitHubPerson = { id: 1, login: "dana", name: null, emails: [] };
  const codes = new Set<string>();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    const json = (status: number, body: unknown) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    if (url.pathname === "/login/oauth/authorize") {
      const back = new URL(url.searchParams.get("redirect_uri") ?? "");
      const code = randomUUID();
      codes.add(code);
      back.searchParams.set("code", code);
      back.searchParams.set("state", url.searchParams.get("state") ?? "");
      response.writeHead(302, { location: back.href }).end();
    } else if (url.pathname === "/login/oauth/access_token") {
      let text = "";
      request.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      request.on("end", () => {
        const known = codes.delete(new URLSearchParams(text).get("code") ?? "");
        json(200, known ? { access_token: "gho_1", token_type: "bearer" } : { error: "bad_verification_code" });
      });
    } else if (request.headers.authorization !== "Bearer gho_1") json(401, { message: "Bad credentials" });
    else if (url.pathname === "/api/v3/user") json(200, { id: person.id, login: person.login, name: person.name });
    else if (url.pathname === "/api/v3/user/emails") json(200, person.emails);
    else json(404, { message: "Not Found" });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    person,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
