import type { IncomingHttpHeaders } from "node:http";
import { type Endpoint, parseRequest } from "@meridian/chat-protocol";
import {
  expectedTokens,
  type PlanInput,
  type PlanResult,
  planRequest,
  type RoutingState,
  type RoutingTable,
} from "@meridian/routing";
import { errorOfNoPlan } from "../chat/error-of-no-plan.ts";
import { PromptBlocks } from "../chat/prompt-blocks.ts";
import { routeFacts } from "../chat/route-facts.ts";
import { headersRead, promptsRead } from "../environments/compile-environment.ts";
import type { GatewayKey } from "../environments/gateway-key.ts";
import { type GatewayError, gatewayError } from "../errors.ts";
import { errorOfLimit } from "../limits/error-of-limit.ts";
import { RequestLimits } from "../limits/request-limits.ts";
import { readRequestHeaders } from "../server/request-headers.ts";
import { fieldsWithoutWords } from "./fields-without-words.ts";

/** A request as it would stand before a gateway. */
export type Asked = {
  readonly endpoint: Endpoint;
  readonly body: Buffer;
  /** Lower-case names. */
  readonly headers: IncomingHttpHeaders;
  readonly key: Pick<GatewayKey, "name" | "routes">;
  /** Where the gateway is; null: it was not told. */
  readonly region: string | null;
};

export type Decision =
  /** Its headers or its body make no sense: no route is looked for. */
  | { readonly kind: "unread"; readonly error: GatewayError }
  /** `error`: what the caller is told instead of being served; null: it is sent. */
  | {
      readonly kind: "decided";
      readonly input: PlanInput;
      readonly result: PlanResult;
      readonly error: GatewayError | null;
    };

/**
 * Decides on a request as a gateway that serves with `table` does, by the same code, and sends nothing. Limits of keys and
 * workspaces stand in no document and are not looked at.
 */
export function decide(
  asked: Asked,
  { table, state, nowMs, random }: { table: RoutingTable; state: RoutingState; nowMs: number; random: () => number },
): Decision {
  const { endpoint, body, headers, key, region } = asked;
  const own = readRequestHeaders(headers, "");
  if ("code" in own) return { kind: "unread", error: own };
  const parsed = parseRequest(endpoint.request, body);
  if (!parsed.ok) {
    const { code, message, param } = parsed.problem;
    return { kind: "unread", error: gatewayError(code, message, param) };
  }
  const prompt = promptsRead(table) ? new PromptBlocks(body, parsed.request, own.complexity) : null;
  const unsupported = fieldsWithoutWords(table, endpoint, parsed.request, body, own.dropUnsupported);
  const request = routeFacts(
    endpoint,
    parsed.request,
    own,
    headers,
    key,
    headersRead(table),
    region,
    unsupported,
    prompt,
  );
  const input = { table, state, request, overrides: [], nowMs, random };
  const result = planRequest(input);
  if (result.kind === "none") return { kind: "decided", input, result, error: errorOfNoPlan(result.why) };
  const { plan } = result;
  const ask = expectedTokens(request, state.expectedOutputTokens);
  const limits = new RequestLimits(state.lock, nowMs);
  const reached = limits.reserve(state.routeUsage(table, plan.route), ask, { plan, table }, nowMs);
  return { kind: "decided", input, result, error: reached && errorOfLimit(reached) };
}
