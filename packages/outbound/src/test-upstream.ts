import type { OutboundRules } from "./checked-connector.ts";
import { type ListedModel, readModelList } from "./model-list.ts";
import { AnswerTooLong, readAnswer } from "./read-answer.ts";
import { problemOfError, problemOfStatus, type UpstreamProblem, upstreamProblem } from "./upstream-problem.ts";
import { webAddressProblem } from "./web-address-problem.ts";

export type UpstreamTest =
  | { readonly kind: "models"; readonly models: readonly ListedModel[]; readonly tookMs: number }
  | { readonly kind: "problem"; readonly problem: UpstreamProblem };

const withinMs = 10_000;
const mostBytes = 2 * 1_048_576;

/** How a list of models is asked for: as OpenAI's clients do, or as Anthropic's. */
export type ListProtocol = "openai" | "anthropic";

/**
 * Whether an upstream can be reached and takes the key: asks it for its models, as any client may. What comes back of a
 * refusal is a sentence of ours, never the other side's text, and never the key.
 *
 * @param given.baseUrl up to and including the API's version, as in a routing document
 * @param given.apiKey null: none is sent
 */
export async function testUpstream(
  given: { readonly baseUrl: string; readonly apiKey: string | null; readonly protocol?: ListProtocol },
  {
    rules,
    clock,
    waitMs = withinMs,
  }: { readonly rules: OutboundRules; readonly clock: () => number; readonly waitMs?: number },
): Promise<UpstreamTest> {
  const { baseUrl, apiKey, protocol = "openai" } = given;
  const problem = (found: UpstreamProblem): UpstreamTest => ({ kind: "problem", problem: found });
  const refused = webAddressProblem(baseUrl, rules.allowPrivate);
  if (refused !== null) return problem(upstreamProblem("address_refused", { why: refused }));
  const startedMs = clock();
  try {
    const answer = await readAnswer(`${baseUrl.replace(/\/+$/, "")}${pathOf[protocol]}`, {
      rules,
      headers: headersOf(protocol, apiKey),
      withinMs: waitMs,
      mostBytes,
    });
    const byStatus = problemOfStatus(answer, apiKey !== null);
    if (byStatus) return problem(byStatus);
    const models = readModelList(answer.text);
    if (models === null) return problem(upstreamProblem("no_model_list", {}));
    if (models.length === 0) return problem(upstreamProblem("no_models", {}));
    return { kind: "models", models, tookMs: Math.round(clock() - startedMs) };
  } catch (error) {
    if (error instanceof AnswerTooLong) return problem(upstreamProblem("too_long", {}));
    return problem(problemOfError(error, { host: new URL(baseUrl).host, waitMs }));
  }
}

/** Anthropic's list comes in pages, of which this is the longest. */
const pathOf = { openai: "/models", anthropic: "/models?limit=1000" } as const;

function headersOf(protocol: ListProtocol, apiKey: string | null): Record<string, string> {
  if (protocol === "openai") return apiKey === null ? {} : { authorization: `Bearer ${apiKey}` };
  return { "anthropic-version": "2023-06-01", ...(apiKey !== null && { "x-api-key": apiKey }) };
}
