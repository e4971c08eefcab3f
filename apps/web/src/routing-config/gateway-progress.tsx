import { CircleCheck, CircleX, Hourglass, type LucideIcon, Unplug } from "lucide-react";
import type { Outputs } from "../trpc/outputs.ts";
import { Age } from "../ui/time.tsx";
import { Badge, type Tone } from "../ui/badge.tsx";
import { cn } from "../ui/cn.ts";

type Status = Outputs["deployments"]["status"];
type Gateway = Status["gateways"][number];

const looks: Readonly<
  Record<Gateway["state"], { readonly word: string; readonly icon: LucideIcon; readonly tone: Tone }>
> = {
  applied: { word: "Applied", icon: CircleCheck, tone: "good" },
  rejected: { word: "Rejected", icon: CircleX, tone: "bad" },
  waiting: { word: "Waiting", icon: Hourglass, tone: "warn" },
};

/** "Applied by x of y gateways", and what each of them said. */
export function GatewayProgress({ status }: { readonly status: Status }) {
  const { applied, alive, gateways } = status;
  return (
    <div className="space-y-2">
      <div className="flex items-center gap-3">
        <p role="status" className="whitespace-nowrap font-medium text-[13px]">
          {alive === 0
            ? "No gateway is running"
            : `Applied by ${applied} of ${alive} ${alive === 1 ? "gateway" : "gateways"}`}
        </p>
        <span className="h-1.5 flex-1 overflow-hidden rounded-full bg-sunken" aria-hidden>
          <span
            className={cn(
              "block h-full rounded-full transition-[width] duration-300",
              applied === alive ? "bg-good" : "bg-primary",
            )}
            style={{ width: `${alive === 0 ? 0 : (applied / alive) * 100}%` }}
          />
        </span>
      </div>
      <ul className="flex flex-wrap gap-x-4 gap-y-1.5 text-xs">
        {gateways.map((gateway) => (
          <GatewayLine key={gateway.instanceId} gateway={gateway} />
        ))}
      </ul>
    </div>
  );
}

function GatewayLine({ gateway: { name, alive, state, reportedAtMs, diagnostics } }: { readonly gateway: Gateway }) {
  const { word, icon, tone } = looks[state];
  return (
    <li className="flex flex-wrap items-center gap-1.5">
      <span className="font-mono">{name}</span>
      {alive ? (
        <Badge tone={tone} icon={icon}>
          {word}
        </Badge>
      ) : (
        <Badge icon={Unplug} title="No sign of life for 15 seconds">
          Gone
        </Badge>
      )}
      {reportedAtMs !== null && alive && (
        <span className="text-muted">
          <Age atMs={reportedAtMs} />
        </span>
      )}
      {diagnostics.map((each) => (
        <span key={`${each.path} ${each.message}`} className="basis-full text-bad">
          {each.path !== "" && <code className="font-mono">{each.path}</code>} {each.message}
        </span>
      ))}
    </li>
  );
}
