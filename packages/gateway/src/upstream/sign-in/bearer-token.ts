import { type CredentialsPlace, askCredentials, isRefusal } from "./ask-credentials.ts";
import type { CallSigner } from "./call-signer.ts";
import type { RenewedCredentials } from "./renewed-credentials.ts";
import { SignInError } from "./sign-in-error.ts";

/** A token of OAuth that whoever shows it is served by. */
export type BearerToken = {
  /** As calls carry it: flat name, value. */
  readonly headers: readonly string[];
  readonly expiresAtMs: number;
};

/** Lets calls carry a token. */
export class BearerSigner implements CallSigner {
  readonly #token: RenewedCredentials<BearerToken>;

  constructor(token: RenewedCredentials<BearerToken>) {
    this.#token = token;
  }

  headers(_path: string, _contentType: string, _body: Uint8Array, nowMs: number): ReturnType<CallSigner["headers"]> {
    const token = this.#token.get(nowMs);
    return token instanceof Promise ? token.then(({ headers }) => headers) : token.headers;
  }

  refused(nowMs: number): void {
    this.#token.refused(nowMs);
  }
}

/** Words that come with 4xx too, and blame nobody. */
const passing: readonly string[] = ["temporarily_unavailable", "server_error"];

/** Asks a token endpoint of OAuth. `hintOf`: what the operator is to do when it refuses, by the word that it says. */
export async function askToken(
  place: CredentialsPlace,
  form: Readonly<Record<string, string>>,
  nowMs: number,
  hintOf: (word: string) => string,
): Promise<BearerToken> {
  const { status, text } = await askCredentials(place, Buffer.from(new URLSearchParams(form).toString()));
  const answer = readJson(text);
  if (status !== 200) {
    const word = /^\w{1,80}$/.exec(textOf(answer["error"]))?.[0] ?? "no reason";
    // Microsoft's word is a general one, and the number says which case of it.
    const number = /\bAADSTS\d{1,10}\b/.exec(textOf(answer["error_description"]))?.[0];
    const said = number === undefined ? word : `${word}, ${number}`;
    const refused = isRefusal(status) && !passing.includes(word);
    const hint = refused ? ` ${hintOf(word)}` : "";
    throw new SignInError(`${place.who} answered with status ${status}: ${said}.${hint}`, refused);
  }
  const { access_token: token, expires_in: seconds } = answer;
  const lastsMs = Number(seconds) * 1_000;
  if (typeof token !== "string" || !/^[\x21-\x7e]{1,16384}$/.test(token) || !(lastsMs > 0)) {
    throw new SignInError(`${place.who} answered with no token.`, false);
  }
  return { headers: ["authorization", `Bearer ${token}`], expiresAtMs: nowMs + lastsMs };
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

function readJson(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
