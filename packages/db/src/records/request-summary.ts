import type { RequestDetails, RequestRecord } from "@meridian/metrics";

/** One line of the request log: a record without its details. */
export type RequestSummary = Omit<RequestRecord, "details">;

/** One request's whole story; `details` is null once it has outlived its shorter retention. */
export type RequestStory = RequestSummary & { readonly details: RequestDetails | null };
