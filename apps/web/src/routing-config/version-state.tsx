import { CircleCheck, History, Minus } from "lucide-react";
import { Badge } from "../ui/badge.tsx";

/** What a version is to this environment. */
export function VersionState({ active, served }: { readonly active: boolean; readonly served: boolean }) {
  if (active) {
    return (
      <Badge tone="good" icon={CircleCheck}>
        Active
      </Badge>
    );
  }
  return served ? (
    <Badge icon={History}>Served before</Badge>
  ) : (
    <Badge icon={Minus} title="It was published in another environment">
      Never served here
    </Badge>
  );
}
