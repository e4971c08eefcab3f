import type { ApiError } from "./error-envelope.ts";
import { isRecord } from "./json-record.ts";

/**
 * The error in an upstream's body or event: OpenAI's `{"error": {…}}`, `{"error": "text"}`, or the bare
 * `{"object": "error", "message": …}` that older engines write. null when the value is no error.
 */
export function readUpstreamError(value: unknown): ApiError | null {
  if (!isRecord(value)) return null;
  const error = value["error"];
  if (typeof error === "string") return { message: error, type: "upstream_error", param: null, code: null };
  if (isRecord(error)) return errorOfFields(error);
  return value["object"] === "error" ? errorOfFields(value) : null;
}

/** An error whose fields stand in this object. */
export function errorOfFields(fields: Record<string, unknown>): ApiError {
  const code = fields["code"];
  return {
    message: text(fields["message"]) ?? "The upstream reported an error without a message.",
    type: text(fields["type"]) ?? "upstream_error",
    param: text(fields["param"]),
    code: typeof code === "number" ? String(code) : text(code),
  };
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
