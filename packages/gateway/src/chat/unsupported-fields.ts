import type { ApiError } from "@meridian/chat-protocol";
import { hasNoWordFor, type RoutePlan } from "@meridian/routing";
import type { GatewayError } from "../errors.ts";

/** What a request asks and upstreams of other protocols have no word for, as it turns out when one of them is to be called. */
export class UnsupportedFields {
  /** By index of the upstream: the field, as plans and logs name it. */
  readonly byUpstream = new Map<number, string>();
  /** What the caller is told when nobody is left. */
  readonly #first: ApiError;

  constructor(first: ApiError) {
    this.#first = first;
  }

  add(upstream: number, { param }: ApiError): void {
    this.byUpstream.set(upstream, fieldName(param));
  }

  error(route: string): GatewayError {
    const { param } = this.#first;
    const message = `No upstream of the route \`${route}\` has a word for ${fieldName(param)}.`;
    return {
      code: "unsupported_field",
      message,
      param,
      retryAfterMs: null,
      upstream: { status: 400, error: this.#first },
    };
  }

  /** The plan without a candidate that was to be called next. */
  without(plan: RoutePlan, candidate: number): RoutePlan {
    const out = plan.candidates[candidate];
    const field = out && this.byUpstream.get(out.upstream);
    if (!out || field === undefined) throw new Error(`Candidate ${candidate} has words for everything.`);
    const skipped = { name: out.name, reason: "unsupported_field" as const, why: hasNoWordFor(field) };
    return {
      ...plan,
      candidates: plan.candidates.filter((_, at) => at !== candidate),
      skipped: [...plan.skipped, skipped],
    };
  }
}

/** Names of unknown fields are the caller's text: only those that look like names of an API stand in a record. */
const fieldName = (param: string | null): string =>
  param !== null && /^[a-z][\w.[\]]{0,80}$/i.test(param) ? `\`${param}\`` : "a field";
