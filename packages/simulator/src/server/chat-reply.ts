export type Usage = {
  readonly promptTokens: number;
  /** Of the prompt's, found in the KV cache. */
  readonly cachedTokens: number;
  readonly completionTokens: number;
};

type ReplyFacts = { readonly id: string; readonly createdSeconds: number; readonly model: string };

const words =
  "the order was shipped on Monday and will arrive within two days please keep your receipt we are glad to help with any question".split(
    " ",
  );

/** The text of the n-th token of any reply, from 0. */
export function tokenText(n: number): string {
  return `${n === 0 ? "" : " "}${words[n % words.length]}`;
}

/** Writes the frames of one streamed reply, in OpenAI's shape. What does not change is serialised once. */
export class ChatFrames {
  readonly #head: string;
  readonly #usageNull: string;

  /** @param includeUsage then every other frame carries `"usage":null`, as OpenAI's do */
  constructor({ id, createdSeconds, model }: ReplyFacts, includeUsage: boolean) {
    const facts = JSON.stringify({ id, object: "chat.completion.chunk", created: createdSeconds, model });
    this.#head = `data: ${facts.slice(0, -1)},"system_fingerprint":"fp_simulator",`;
    this.#usageNull = includeUsage ? ',"usage":null' : "";
  }

  role(): string {
    return this.#choice('{"role":"assistant","content":""}', "null");
  }

  content(text: string): string {
    return this.#choice(`{"content":${JSON.stringify(text)}}`, "null");
  }

  finish(reason: "stop" | "length"): string {
    return this.#choice("{}", `"${reason}"`);
  }

  usage(usage: Usage): string {
    return `${this.#head}"choices":[],"usage":${usageJson(usage)}}\n\n`;
  }

  #choice(delta: string, finishReason: string): string {
    return `${this.#head}"choices":[{"index":0,"delta":${delta},"logprobs":null,"finish_reason":${finishReason}}]${this.#usageNull}}\n\n`;
  }
}

/** A whole reply, not streamed. */
export function wholeReply(facts: ReplyFacts, usage: Usage, reason: "stop" | "length"): string {
  const content = Array.from({ length: usage.completionTokens }, (_, n) => tokenText(n)).join("");
  const choices = [
    { index: 0, message: { role: "assistant", content, refusal: null }, logprobs: null, finish_reason: reason },
  ];
  const head = { id: facts.id, object: "chat.completion", created: facts.createdSeconds, model: facts.model, choices };
  return `${JSON.stringify(head).slice(0, -1)},"usage":${usageJson(usage)},"system_fingerprint":"fp_simulator"}`;
}

function usageJson({ promptTokens, cachedTokens, completionTokens }: Usage): string {
  return JSON.stringify({
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    prompt_tokens_details: { cached_tokens: cachedTokens },
  });
}
