import type { Outputs } from "../trpc/outputs.ts";

/** One member of the workspace, as the list of members tells it. */
export type Member = Outputs["members"]["list"][number];
