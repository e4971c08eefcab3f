import type { InsightState } from "@meridian/metrics";
import { CircleCheck, CircleDot, type LucideIcon, RotateCcw, Sparkles, TrendingUp } from "lucide-react";
import { Badge, type Tone } from "../ui/badge.tsx";
import { stateWords } from "./insight-words.ts";

const looks: Readonly<Record<InsightState, { readonly tone: Tone; readonly icon: LucideIcon }>> = {
  new: { tone: "info", icon: Sparkles },
  ongoing: { tone: "neutral", icon: CircleDot },
  escalating: { tone: "bad", icon: TrendingUp },
  regressed: { tone: "warn", icon: RotateCcw },
  resolved: { tone: "good", icon: CircleCheck },
};

/** Where an insight stands. */
export function InsightStateBadge({ state }: { readonly state: InsightState }) {
  const { tone, icon } = looks[state];
  return (
    <Badge tone={tone} icon={icon} title={stateWords[state].about}>
      {stateWords[state].label}
    </Badge>
  );
}
