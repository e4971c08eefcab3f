import { invalidRequest, type RequestProblem } from "../api-request.ts";
import type { Endpoint, RequestFacts } from "../endpoint.ts";
import { openaiErrors } from "../error-format.ts";
import { isFilled } from "../json-record.ts";
import { readTokenUsage } from "../token-usage.ts";

const needs: RequestFacts = { tools: false, vision: false, jsonSchema: false, inlineBytes: 0 };

/** `POST /v1/embeddings`, OpenAI's: never streams, and its reply is numbers. */
export const embeddings: Endpoint = {
  name: "embeddings",
  path: "/v1/embeddings",
  request: {
    readKeys: ["model", "input"],
    inputKeys: ["input"],
    limitKeys: [],
    streams: false,
    usageOption: false,
    problemOf,
    needsOf: () => needs,
  },
  reply: { listKey: "data", failsByError: false, generates: false, readUsage: readTokenUsage },
  stream: null,
  errors: openaiErrors,
  idHeader: null,
};

function problemOf(body: Readonly<Record<string, unknown>>): RequestProblem | null {
  const input = body["input"];
  if ((typeof input === "string" && input !== "") || isFilled(input)) return null;
  return invalidRequest("`input` must be a text or an array with at least one entry.", "input");
}
