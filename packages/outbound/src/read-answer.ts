import { Client } from "undici";
import { checkedConnector, type OutboundRules } from "./checked-connector.ts";

export type Answer = { readonly status: number; readonly location: string | null; readonly text: string };

/** The answer was longer than the caller reads. */
export class AnswerTooLong extends Error {}

/**
 * One GET of a small answer: checked address, no redirect followed, no more than `mostBytes` read, over after `withinMs`
 * whatever the other side does. Rejects with the error of the connection, an `AbortError` when time is up, or `AnswerTooLong`.
 */
export async function readAnswer(
  address: string,
  options: {
    readonly rules: OutboundRules;
    readonly headers: Readonly<Record<string, string>>;
    readonly withinMs: number;
    readonly mostBytes: number;
  },
): Promise<Answer> {
  const { rules, withinMs, mostBytes } = options;
  const url = new URL(address);
  const client = new Client(url.origin, { connect: checkedConnector(rules, withinMs), pipelining: 0 });
  const signal = AbortSignal.timeout(withinMs);
  try {
    const { statusCode, headers, body } = await client.request({
      method: "GET",
      path: `${url.pathname}${url.search}`,
      headers: {
        accept: "application/json",
        "accept-encoding": "identity",
        "user-agent": "meridian",
        ...options.headers,
      },
      signal,
    });
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > mostBytes) throw new AnswerTooLong(`The answer has more than ${mostBytes} bytes.`);
      chunks.push(chunk);
    }
    const { location } = headers;
    return {
      status: statusCode,
      location: typeof location === "string" ? location : null,
      text: Buffer.concat(chunks).toString("utf8"),
    };
  } finally {
    await client.destroy();
  }
}
