/** The caller's span, as `traceparent` names it. */
export type TraceParent = {
  readonly traceId: string;
  readonly spanId: string;
  /** Whether whoever began the trace keeps it. */
  readonly sampled: boolean;
};

const form = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/;

/** null when it makes no sense: its standard asks to ignore it then. */
export function readTraceParent(header: string): TraceParent | null {
  const [, traceId, spanId, flags] = form.exec(header) ?? [];
  if (!traceId || !spanId || !flags) return null;
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

/** The trace that a request belongs to: its caller's, or one of its own. */
export function traceIdOf(requestId: string, parent: TraceParent | null): string {
  return parent?.traceId ?? requestId.replaceAll("-", "");
}

/**
 * Ids of spans follow from the request's: 62 random bits behind the two that tell a UUID's variant, so that nothing has
 * to be kept for spans while a request runs.
 */
export function requestSpanId(requestId: string): string {
  return requestId.slice(19, 23) + requestId.slice(24);
}

/** Of the nth upstream call, from 1. A request's own span never begins with a digit below 8. */
export function attemptSpanId(requestId: string, attempt: number): string {
  return (attempt & 0x7f).toString(16).padStart(2, "0") + requestSpanId(requestId).slice(2);
}

/** What the nth upstream call says of its trace; null: what the caller said, since nobody keeps this trace. */
export function attemptTraceParent(requestId: string, parent: TraceParent | null, attempt: number): string | null {
  if (parent?.sampled === false) return null;
  return `00-${traceIdOf(requestId, parent)}-${attemptSpanId(requestId, attempt)}-01`;
}
