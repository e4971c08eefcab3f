import type { ApiServer } from "@meridian/api/server";

type Preview = Awaited<ReturnType<ApiServer["previewInvitation"]>>;

/** An invitation that opens something. */
export type OpenInvitation = Extract<Preview, { readonly state: "open" }>;
/** Why one opens nothing. */
export type ClosedInvitation = Exclude<Preview["state"], "open">;
