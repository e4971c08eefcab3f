import { CircleCheck, CircleX, Hourglass } from "lucide-react";
import { Badge } from "../ui/badge.tsx";

/** Whether a key still opens anything. */
export function KeyState({ state }: { readonly state: "active" | "expired" | "revoked" }) {
  if (state === "active") {
    return (
      <Badge tone="good" icon={CircleCheck}>
        Active
      </Badge>
    );
  }
  if (state === "expired") {
    return (
      <Badge tone="warn" icon={Hourglass}>
        Expired
      </Badge>
    );
  }
  return <Badge icon={CircleX}>Revoked</Badge>;
}
