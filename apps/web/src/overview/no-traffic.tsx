import Link from "next/link";
import { paths } from "../shell/paths.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { Button } from "../ui/button.tsx";
import { Callout } from "../ui/callout.tsx";
import type { Range } from "./range.ts";

/** Why the charts are empty, and the way to the first request. */
export function NoTraffic({ range }: { readonly range: Range }) {
  const { place, environmentName } = useWorkspace();
  return (
    <Callout
      title={`No traffic in the ${range.words}`}
      actions={
        <Button asChild size="sm">
          <Link href={paths.keys(place)}>Create a key</Link>
        </Button>
      }
    >
      No request of {environmentName} has reached a gateway. Create a key and send one: it shows up here within a
      second.
    </Callout>
  );
}
