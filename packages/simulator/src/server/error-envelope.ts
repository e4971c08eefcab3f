const types: Readonly<Record<number, readonly [type: string, code: string | null]>> = {
  400: ["invalid_request_error", null],
  401: ["invalid_request_error", "invalid_api_key"],
  403: ["invalid_request_error", "forbidden"],
  404: ["invalid_request_error", "model_not_found"],
  429: ["rate_limit_error", "rate_limit_exceeded"],
};

/** OpenAI's error envelope as JSON text; the type follows from the status. */
export function errorEnvelope(status: number, message: string, code?: string): string {
  const [type, usualCode] = types[status] ?? ["server_error", null];
  return JSON.stringify({ error: { message, type, param: null, code: code ?? usualCode } });
}
