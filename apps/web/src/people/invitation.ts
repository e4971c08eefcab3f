import type { Outputs } from "../trpc/outputs.ts";

/** One invitation to the workspace, as the list of invitations tells it. */
export type Invitation = Outputs["invitations"]["list"]["invitations"][number];
