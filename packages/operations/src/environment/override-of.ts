import type { Override } from "@meridian/routing";

/** The columns of an override. Which of `route` and `maxShare` are set follows from the kind. */
export type OverrideRow = {
  readonly id: string;
  readonly kind: Override["kind"];
  readonly upstream: string;
  readonly route: string | null;
  readonly maxShare: number | null;
  readonly reason: string;
  readonly expiresAt: Date;
};

/** An override as the routing core reads it. */
export function overrideOf({ id, kind, upstream, route, maxShare, reason, expiresAt }: OverrideRow): Override {
  const order = { id, upstream, reason, expiresAtMs: expiresAt.getTime() };
  switch (kind) {
    case "drain":
      return { ...order, kind };
    case "cap":
      if (maxShare === null) throw new Error(`Override ${id} caps without a share.`);
      return { ...order, kind, maxShare };
    case "force":
      if (route === null) throw new Error(`Override ${id} forces no route.`);
      return { ...order, kind, route };
  }
}
