import type { ApiError } from "../../error-envelope.ts";
import { isRecord } from "../../json-record.ts";
import { errorOfFields } from "../../read-upstream-error.ts";

/** The error in a body or frame of Google's; its `status` is the kind of it. Some paths wrap it in a list. */
export function readGeminiError(body: unknown): ApiError | null {
  const value: unknown = Array.isArray(body) ? body[0] : body;
  const error = isRecord(value) ? value["error"] : null;
  if (!isRecord(error)) return null;
  const details: readonly unknown[] = Array.isArray(error["details"]) ? error["details"] : [];
  const reasons = details.flatMap((detail) => (isRecord(detail) ? [detail["reason"]] : []));
  const type = reasons.includes("API_KEY_INVALID")
    ? // It comes with 400, as if the caller were to blame.
      "authentication_error"
    : (kinds[String(error["status"])] ?? "upstream_error");
  return { ...errorOfFields(error), type, code: typeof error["status"] === "string" ? error["status"] : null };
}

const kinds: Readonly<Record<string, string>> = {
  INVALID_ARGUMENT: "invalid_request_error",
  FAILED_PRECONDITION: "invalid_request_error",
  OUT_OF_RANGE: "invalid_request_error",
  UNAUTHENTICATED: "authentication_error",
  PERMISSION_DENIED: "permission_error",
  RESOURCE_EXHAUSTED: "rate_limit_error",
};
