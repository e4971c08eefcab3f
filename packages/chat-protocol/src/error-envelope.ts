/** What OpenAI's clients understand as an error. `code` is the gateway's or, where the caller is to blame, the upstream's. */
export type ApiError = {
  readonly message: string;
  readonly type: string;
  /** The field that is to blame, when one is. */
  readonly param: string | null;
  readonly code: string | null;
};

/** The body of a failed request, in OpenAI's envelope. */
export function errorEnvelope(error: ApiError, requestId: string): string {
  return JSON.stringify({
    error: { message: error.message, type: error.type, param: error.param, code: error.code, request_id: requestId },
  });
}
