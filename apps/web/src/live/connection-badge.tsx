"use client";

import { CircleDashed, Radio, RefreshCw, TriangleAlert, Unplug } from "lucide-react";
import { Badge } from "../ui/badge.tsx";
import type { FeedState } from "./live-feed.ts";
import { useLive } from "./live-provider.tsx";

/** How the live feed stands, in a word. */
export function ConnectionBadge() {
  const { feed } = useLive();
  return (
    <span role="status" aria-live="polite">
      {badgeOf(feed)}
    </span>
  );
}

function badgeOf({ kind, live, of }: FeedState) {
  switch (kind) {
    case "live":
      return (
        <Badge tone="good" icon={Radio} title={`Connected to ${live} of ${of} gateways`}>
          Live
        </Badge>
      );
    case "partial":
      return (
        <Badge
          tone="warn"
          icon={TriangleAlert}
          title="Figures miss the gateways that cannot be heard until they are back"
        >
          Live from {live} of {of}
        </Badge>
      );
    case "reconnecting":
      return (
        <Badge tone="warn" icon={RefreshCw} title="The live feed is interrupted. Charts follow history meanwhile.">
          Reconnecting
        </Badge>
      );
    case "no_gateway":
      return (
        <Badge tone="bad" icon={Unplug} title="No gateway has reported within the last 15 seconds">
          No gateway
        </Badge>
      );
    case "connecting":
      return (
        <Badge icon={CircleDashed} title="Connecting to the gateways">
          Connecting
        </Badge>
      );
  }
}
