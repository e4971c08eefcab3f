/** What can be wrong with an upstream that is tried. */
export type UpstreamProblemCode =
  | "address_refused"
  | "name_unknown"
  | "connection_refused"
  | "unreachable"
  | "tls"
  | "timeout"
  | "redirect"
  | "key_refused"
  | "key_missing"
  | "not_found"
  | "rate_limited"
  | "unwell"
  | "no_model_list"
  | "no_models"
  | "too_long";

/** What failed, and how to mend it: sentences for people. */
export type UpstreamProblem = { readonly code: UpstreamProblemCode; readonly message: string; readonly hint: string };

type About = { readonly host?: string; readonly status?: number; readonly why?: string; readonly waitMs?: number };

const words: Readonly<Record<UpstreamProblemCode, (about: About) => readonly [message: string, hint: string]>> = {
  address_refused: ({ why }) => [
    `This address may not be called: ${why}.`,
    "Write the address that the upstream itself listens on. Loopback and private addresses need ALLOW_PRIVATE_UPSTREAMS=true.",
  ],
  name_unknown: ({ host }) => [
    `The name \`${host}\` has no address.`,
    "Check its spelling, and that this machine can resolve it.",
  ],
  connection_refused: ({ host }) => [
    `Nothing listens at \`${host}\`.`,
    "Start the engine, or correct the port. From inside a container, localhost is the container itself.",
  ],
  unreachable: ({ host, why }) => [
    `\`${host}\` cannot be reached (${why}).`,
    "Check the address, and the network and firewall between here and there.",
  ],
  tls: ({ host, why }) => [
    `A secure connection to \`${host}\` failed (${why}).`,
    "If it serves plain HTTP, write `http://`. Otherwise its certificate must be valid for this name.",
  ],
  timeout: ({ host, waitMs = 0 }) => [
    `\`${host}\` did not answer within ${Math.round(waitMs / 1_000)} s.`,
    "It may still be loading its model, or a firewall drops the connection. Try again in a moment.",
  ],
  redirect: ({ status }) => [
    `It answers with a redirect (${status}), which is not followed.`,
    "Write the address that it points to, if that is where the API is.",
  ],
  key_refused: ({ status }) => [
    `It refuses the key (${status}).`,
    "Copy the key again, and check that it may list models and has not been revoked.",
  ],
  key_missing: ({ status }) => [`It wants a key (${status}).`, "Enter the API key of your account there."],
  not_found: ({ status }) => [
    `There is no \`/models\` at this address (${status}).`,
    "The address goes up to and including the API's version, usually `/v1`.",
  ],
  rate_limited: ({ status }) => [
    `It has too many requests at the moment (${status}).`,
    "The address and the key may be right. Try again in a minute.",
  ],
  unwell: ({ status }) => [`It answers with an error of its own (${status}).`, "Look at its log, or its status page."],
  no_model_list: () => [
    "Its answer is no list of models.",
    "Is this an OpenAI-compatible API? The address goes up to and including the version, usually `/v1`.",
  ],
  no_models: () => ["It serves no model.", "Load or download one there first, for example `ollama pull llama3.2`."],
  too_long: () => ["Its list of models is longer than 2 MB.", "Is this an OpenAI-compatible API?"],
};

export function upstreamProblem(code: UpstreamProblemCode, about: About): UpstreamProblem {
  const [message, hint] = words[code](about);
  return { code, message, hint };
}

/** What an answer's status says; null when it is an answer to read. */
export function problemOfStatus({ status }: { readonly status: number }, hadKey: boolean): UpstreamProblem | null {
  if (status >= 200 && status < 300) return null;
  if (status < 400) return upstreamProblem("redirect", { status });
  if (status === 401 || status === 403) return upstreamProblem(hadKey ? "key_refused" : "key_missing", { status });
  if (status === 404 || status === 405) return upstreamProblem("not_found", { status });
  if (status === 429) return upstreamProblem("rate_limited", { status });
  // Some refuse a key that is no key of theirs as a bad request.
  if (status === 400 && hadKey) return upstreamProblem("key_refused", { status });
  return upstreamProblem("unwell", { status });
}

/** What an error of the connection says. */
export function problemOfError(
  error: unknown,
  about: { readonly host: string; readonly waitMs: number },
): UpstreamProblem {
  const { code, name, message } = rootOf(error);
  if (code === "EOUTBOUND") return upstreamProblem("address_refused", { why: message.replace(/\.$/, "") });
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return upstreamProblem("name_unknown", about);
  if (code === "ECONNREFUSED") return upstreamProblem("connection_refused", about);
  if (name === "AbortError" || name === "TimeoutError" || /TIMEOUT|ETIMEDOUT/.test(code)) {
    return upstreamProblem("timeout", about);
  }
  if (/CERT|TLS|SSL|EPROTO|SELF_SIGNED|UNABLE_TO/.test(code)) return upstreamProblem("tls", { ...about, why: code });
  return upstreamProblem("unreachable", { ...about, why: code || "the connection broke" });
}

/** Of an attempt at several addresses of a name, the last one's error. */
function rootOf(error: unknown): { readonly code: string; readonly name: string; readonly message: string } {
  if (error instanceof AggregateError && error.errors.length > 0) return rootOf(error.errors.at(-1));
  if (!(error instanceof Error)) return { code: "", name: "", message: "" };
  const { code } = error as { readonly code?: unknown };
  return { code: typeof code === "string" ? code : "", name: error.name, message: error.message };
}
