/** An upstream to be added, and who is to be sent there. */
export type UpstreamAddition = {
  readonly upstream: {
    readonly name: string;
    readonly provider: string;
    readonly baseUrl: string;
    /** The secret that holds its key; null: it wants none. */
    readonly secretName: string | null;
    /** The provider's own name of the model; null: callers' names are sent as they are. */
    readonly upstreamModel: string | null;
  };
  readonly route:
    | { readonly kind: "new"; readonly name: string; readonly models: readonly string[] }
    /** `beside`: shares the traffic of the route's first targets; `fallback`: only when all the others are out. */
    | { readonly kind: "existing"; readonly name: string; readonly place: "beside" | "fallback" };
};
