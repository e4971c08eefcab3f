import { Compass } from "lucide-react";
import Link from "next/link";
import { Button } from "../../../ui/button.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";

export default function NotFound() {
  return (
    <div className="grid min-h-96 place-items-center">
      <EmptyState
        icon={Compass}
        title="There is nothing at this address"
        action={
          <Button asChild>
            <Link href="/">Go to the overview</Link>
          </Button>
        }
      >
        It may have been removed, or belong to a workspace that you are not a member of.
      </EmptyState>
    </div>
  );
}
