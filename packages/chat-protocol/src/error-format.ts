import { type ApiError, errorEnvelope } from "./error-envelope.ts";

/** How failures are told to an endpoint's clients. */
export type ErrorFormat = {
  /** The body of a failed request. */
  readonly body: (error: ApiError, status: number, requestId: string) => string;
  /**
   * The last frame of a stream that failed after content was relayed. Clients raise on it, and what ends a whole stream
   * never follows it, so that a broken answer does not look whole. `frames` came before it.
   */
  readonly event: (error: ApiError, status: number, requestId: string, frames: number) => string;
};

/** OpenAI's, of everything but `/v1/responses` streams. */
export const openaiErrors: ErrorFormat = {
  body: (error, _status, requestId) => errorEnvelope(error, requestId),
  event: (error, _status, requestId) => `data: ${errorEnvelope(error, requestId)}\n\n`,
};

/** A responses stream has named events; its `error` event is flat, and clients also look for the envelope in it. */
export const responsesErrors: ErrorFormat = {
  body: openaiErrors.body,
  event: (error, _status, requestId, frames) => {
    const { message, type, param, code } = error;
    const nested = { message, type, param, code, request_id: requestId };
    const data = { type: "error", sequence_number: frames, code: code ?? type, message, param, error: nested };
    return `event: error\ndata: ${JSON.stringify(data)}\n\n`;
  },
};

/** Anthropic's. Its types follow from the status; `code` and `param` are more than it asks for. */
export const anthropicErrors: ErrorFormat = {
  body: anthropicEnvelope,
  event: (error, status, requestId) => `event: error\ndata: ${anthropicEnvelope(error, status, requestId)}\n\n`,
};

function anthropicEnvelope({ message, param, code }: ApiError, status: number, requestId: string): string {
  const error = { type: anthropicType(status), message, code, ...(param === null ? {} : { param }) };
  return JSON.stringify({ type: "error", error, request_id: requestId });
}

function anthropicType(status: number): string {
  switch (status) {
    case 401:
      return "authentication_error";
    case 402:
      return "billing_error";
    case 403:
      return "permission_error";
    case 404:
      return "not_found_error";
    case 413:
      return "request_too_large";
    case 429:
      return "rate_limit_error";
    case 503:
    case 529:
      return "overloaded_error";
    case 504:
      return "timeout_error";
    default:
      return status < 500 ? "invalid_request_error" : "api_error";
  }
}
