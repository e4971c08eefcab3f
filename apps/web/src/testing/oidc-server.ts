import { createHash, generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** Who is signed in at the provider, and what is wrong with it. Tests change it between two sign-ins. */
export type OidcPerson = {
  sub: string;
  email: string | undefined;
  email_verified: boolean | string | undefined;
  name: string | undefined;
};
type OidcFaults = {
  /** What the discovery document calls itself. */
  discoveredIssuer?: string;
  /** What ID tokens say that they are of. */
  tokenIssuer?: string;
  audience?: string;
  nonce?: string;
  /** Signs with a key that is not published. */
  foreignKey?: boolean;
  /** The person refuses. */
  denied?: boolean;
};

export type OidcServer = {
  readonly issuer: string;
  readonly person: OidcPerson;
  faults: OidcFaults;
  readonly close: () => Promise<void>;
};

export const oidcClient = { id: "meridian", secret: "secret-of-meridian" };

/**
 * A small OpenID Connect provider on a real socket: discovery, keys, authorization code with PKCE, signed ID tokens, userinfo.
 * It holds to the protocol, also where a client does not: a wrong secret, code, verifier or redirect address is refused.
 */
export async function startOidcServer(redirectUri: string): Promise<OidcServer> {
  const published = generateKeyPairSync("rsa", { modulusLength: 2_048 });
  const foreign = generateKeyPairSync("rsa", { modulusLength: 2_048 });
  const codes = new Map<string, { readonly challenge: string; readonly nonce: string | null }>();
  const person: OidcPerson = { sub: randomUUID(), email: undefined, email_verified: true, name: "Dana" };
  const state = { issuer: "", person, faults: {} as OidcFaults };

  const idToken = (nonce: string | null): string => {
    const { faults, issuer } = state;
    const seconds = Math.floor(Date.now() / 1_000);
    const claims = {
      iss: faults.tokenIssuer ?? faults.discoveredIssuer ?? issuer,
      aud: faults.audience ?? oidcClient.id,
      sub: person.sub,
      iat: seconds,
      exp: seconds + 300,
      nonce: faults.nonce ?? nonce,
    };
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const content = `${part({ alg: "RS256", kid: "1" })}.${part(claims)}`;
    const key = faults.foreignKey === true ? foreign.privateKey : published.privateKey;
    return `${content}.${sign("RSA-SHA256", Buffer.from(content), key).toString("base64url")}`;
  };

  const answer = async (request: IncomingMessage): Promise<{ status: number; body?: object; location?: string }> => {
    const { faults, issuer } = state;
    const url = new URL(request.url ?? "/", issuer);
    switch (url.pathname) {
      case "/.well-known/openid-configuration":
        return {
          status: 200,
          body: {
            issuer: faults.discoveredIssuer ?? issuer,
            authorization_endpoint: `${issuer}/authorize`,
            token_endpoint: `${issuer}/token`,
            userinfo_endpoint: `${issuer}/userinfo`,
            jwks_uri: `${issuer}/jwks`,
            response_types_supported: ["code"],
            subject_types_supported: ["public"],
            id_token_signing_alg_values_supported: ["RS256"],
          },
        };
      case "/jwks":
        return {
          status: 200,
          body: { keys: [{ ...published.publicKey.export({ format: "jwk" }), kid: "1", use: "sig" }] },
        };
      case "/authorize": {
        const asked = url.searchParams;
        if (asked.get("redirect_uri") !== redirectUri || asked.get("client_id") !== oidcClient.id)
          return { status: 400 };
        const back = new URL(redirectUri);
        back.searchParams.set("state", asked.get("state") ?? "");
        if (faults.denied === true) back.searchParams.set("error", "access_denied");
        else {
          const code = randomUUID();
          codes.set(code, { challenge: asked.get("code_challenge") ?? "", nonce: asked.get("nonce") });
          back.searchParams.set("code", code);
        }
        return { status: 302, location: back.href };
      }
      case "/token": {
        const given = new URLSearchParams(await textOf(request));
        const known = codes.get(given.get("code") ?? "");
        codes.delete(given.get("code") ?? "");
        const basic = `Basic ${Buffer.from(`${oidcClient.id}:${oidcClient.secret}`).toString("base64")}`;
        const proof = createHash("sha256")
          .update(given.get("code_verifier") ?? "")
          .digest("base64url");
        if (request.headers.authorization !== basic) return { status: 401, body: { error: "invalid_client" } };
        if (known?.challenge !== proof || known.challenge === "")
          return { status: 400, body: { error: "invalid_grant" } };
        return { status: 200, body: { access_token: "opaque", token_type: "Bearer", id_token: idToken(known.nonce) } };
      }
      case "/userinfo":
        return request.headers.authorization === "Bearer opaque" ? { status: 200, body: person } : { status: 401 };
      default:
        return { status: 404 };
    }
  };

  const server = createServer((request, response) => {
    void answer(request).then(({ status, body, location }) => {
      response.writeHead(status, { "content-type": "application/json", ...(location !== undefined && { location }) });
      response.end(body && JSON.stringify(body));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  state.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(state, {
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  });
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += String(chunk);
  return text;
}
