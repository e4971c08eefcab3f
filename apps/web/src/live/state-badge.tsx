import {
  Ban,
  CircleCheck,
  CircleDot,
  CirclePause,
  CircleSlash,
  Flame,
  HeartCrack,
  type LucideIcon,
  OctagonX,
  TimerReset,
  Wrench,
} from "lucide-react";
import { Badge, type Tone } from "../ui/badge.tsx";
import type { UpstreamState } from "./upstream-state.ts";

const looks: Readonly<
  Record<
    UpstreamState,
    { readonly word: string; readonly tone: Tone; readonly icon: LucideIcon; readonly means: string }
  >
> = {
  healthy: { word: "Healthy", tone: "good", icon: CircleCheck, means: "Takes traffic" },
  warming_up: {
    word: "Warming up",
    tone: "info",
    icon: Flame,
    means: "Recovered a moment ago: its traffic rises slowly",
  },
  draining: { word: "Draining", tone: "info", icon: CirclePause, means: "An override keeps new requests away" },
  half_open: {
    word: "Half-open",
    tone: "warn",
    icon: CircleDot,
    means: "One request at a time tries whether it has recovered",
  },
  cooling_down: { word: "Cooling down", tone: "warn", icon: TimerReset, means: "It asked for a pause (429)" },
  ejected: { word: "Ejected", tone: "bad", icon: CircleSlash, means: "Left out because it is worse than its peers" },
  failing_checks: {
    word: "Failing checks",
    tone: "bad",
    icon: HeartCrack,
    means: "It does not answer its health checks as it should",
  },
  open: {
    word: "Open",
    tone: "bad",
    icon: OctagonX,
    means: "The circuit breaker is open: too many failures of its own",
  },
  misconfigured: {
    word: "Misconfigured",
    tone: "bad",
    icon: Wrench,
    means: "It refuses the credentials, or does not know the model",
  },
};

/** An upstream's state as icon and word; null when no gateway can be heard. */
export function StateBadge({
  state,
  of,
}: {
  readonly state: UpstreamState | null;
  readonly of?: { readonly seenBy: number; readonly gateways: number };
}) {
  if (state === null) {
    return (
      <Badge icon={Ban} title="No gateway can be heard">
        Unknown
      </Badge>
    );
  }
  const { word, tone, icon, means } = looks[state];
  const some = of && of.seenBy < of.gateways ? ` on ${of.seenBy} of ${of.gateways}` : "";
  return (
    <Badge tone={tone} icon={icon} title={means}>
      {word}
      {some}
    </Badge>
  );
}
