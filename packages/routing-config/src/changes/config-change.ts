import type { RouteDocument } from "../schema/route.ts";
import type { UpstreamDocument } from "../schema/upstream.ts";

/** A value as it is written in the document; null where it is not set. Keys of callers are never shown. */
export type WrittenValue = string | null;

/** `field` is a path below the upstream, route or document: `limits.max_in_flight`. */
export type FieldChange = {
  readonly kind: "changed";
  readonly field: string;
  readonly before: WrittenValue;
  readonly after: WrittenValue;
};

/** What became different between two routing documents, by upstream and route. */
export type ConfigChange =
  | ({ readonly subject: "upstream"; readonly upstream: string } & UpstreamChange)
  | ({ readonly subject: "route"; readonly route: string } & RouteChange)
  | ({ readonly subject: "document" } & (
      | FieldChange
      | { readonly kind: "routes_reordered"; readonly after: readonly string[] }
    ));

type UpstreamChange =
  | { readonly kind: "added" | "removed"; readonly definition: UpstreamDocument }
  /** Same definition under another name. */
  | { readonly kind: "renamed"; readonly before: string }
  | FieldChange;

type RouteChange =
  | { readonly kind: "added" | "removed"; readonly definition: RouteDocument }
  | {
      readonly kind: "target_moved";
      readonly upstream: string;
      readonly before: TargetPlace;
      readonly after: TargetPlace;
    }
  | { readonly kind: "target_added"; readonly upstream: string; readonly after: TargetPlace }
  | { readonly kind: "target_removed"; readonly upstream: string; readonly before: TargetPlace }
  /** Same priority, another share of it or another weight. */
  | {
      readonly kind: "target_weighed";
      readonly upstream: string;
      readonly before: TargetPlace;
      readonly after: TargetPlace;
    }
  /** The first rule that applies wins. */
  | { readonly kind: "rules_reordered"; readonly after: readonly string[] }
  | FieldChange;

/** Where a target stands in its route. */
export type TargetPlace = {
  readonly priority: number;
  readonly weight: number;
  /** 0..1: part of the priority's traffic; null when the route's policy decides by something else than weights. */
  readonly share: number | null;
  /** The priority that is tried first. */
  readonly isFirst: boolean;
};
