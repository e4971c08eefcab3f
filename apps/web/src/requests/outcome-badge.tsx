import type { RequestOutcome } from "@meridian/metrics";
import { CircleAlert, CircleCheck, CircleMinus, type LucideIcon, OctagonX } from "lucide-react";
import { Badge, type Tone } from "../ui/badge.tsx";
import { outcomeWords } from "./outcome-words.ts";

const looks: Readonly<Record<RequestOutcome, { readonly tone: Tone; readonly icon: LucideIcon }>> = {
  completed: { tone: "good", icon: CircleCheck },
  rejected: { tone: "warn", icon: CircleAlert },
  failed: { tone: "bad", icon: OctagonX },
  cancelled: { tone: "neutral", icon: CircleMinus },
};

/** How a request ended, with the status that its caller saw. */
export function OutcomeBadge({
  outcome,
  status,
}: {
  readonly outcome: RequestOutcome;
  readonly status?: number | null;
}) {
  const { tone, icon } = looks[outcome];
  return (
    <Badge tone={tone} icon={icon}>
      {outcomeWords[outcome]}
      {status !== undefined && status !== null && outcome !== "completed" && ` ${status}`}
    </Badge>
  );
}
