import type { ApiError } from "@meridian/chat-protocol";
import { type Candidate, hasNoWordFor, type RoutePlan } from "@meridian/routing";
import type { GatewayError } from "../errors.ts";
import type { UpstreamAsk } from "./upstream-ask.ts";
import type { Walk } from "./walk.ts";

/** What a request asks and upstreams of other protocols have no word for, as it turns out when one of them is to be called. */
export class UnsupportedFields {
  /** By index of the upstream: the field, as plans and logs name it. */
  readonly byUpstream = new Map<number, string>();
  /** What the caller is told when nobody is left. */
  readonly #first: ApiError;

  constructor(first: ApiError) {
    this.#first = first;
  }

  /** It was one upstream's protocol and model that had none: so it is with all that share both, and none is asked again. */
  add({ way, upstream, index: own }: UpstreamAsk, { environment, endpoint, table }: Walk, { param }: ApiError): void {
    const field = fieldName(param);
    this.byUpstream.set(own, field);
    for (const [index, { upstreamModel }] of table.upstreams.entries()) {
      const { translation } = environment.targets[index]?.ways[endpoint.name] ?? noWay;
      if (translation === way.translation && upstreamModel === upstream.upstreamModel) {
        this.byUpstream.set(index, field);
      }
    }
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

  /** The plan without those of its candidates, none of which was tried. */
  without(plan: RoutePlan): RoutePlan {
    const candidates: Candidate[] = [];
    const skipped = [...plan.skipped];
    for (const candidate of plan.candidates) {
      const { upstream, name } = candidate;
      const field = this.byUpstream.get(upstream);
      if (field === undefined) candidates.push(candidate);
      else skipped.push({ name, reason: "unsupported_field", why: hasNoWordFor(field) });
    }
    return { ...plan, candidates, skipped };
  }
}

const noWay = { translation: null };

/** Names of unknown fields are the caller's text: only those that look like names of an API stand in a record. */
export const fieldName = (param: string | null): string =>
  param !== null && /^[a-z][\w.[\]]{0,80}$/i.test(param) ? `\`${param}\`` : "a field";
