"use client";

import { Ellipsis } from "lucide-react";
import { useState } from "react";
import { useCan } from "../shell/workspace-context.tsx";
import { Button } from "../ui/button.tsx";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "../ui/menu.tsx";
import { CreateOverrideDialog } from "./create-override-dialog.tsx";
import type { OverrideKind } from "./override-form.ts";

/** What can be ordered about an upstream, from where it is seen. Nothing for who may not. */
export function UpstreamActs({ upstream }: { readonly upstream: string }) {
  const mayWrite = useCan("overrides:write");
  const [kind, setKind] = useState<OverrideKind | null>(null);
  if (!mayWrite) return null;
  return (
    <>
      <Menu>
        <MenuTrigger asChild>
          <Button variant="ghost" size="iconSm" aria-label={`What can be done with ${upstream}`}>
            <Ellipsis />
          </Button>
        </MenuTrigger>
        <MenuContent align="end">
          <MenuItem onSelect={() => setKind("drain")}>Drain for 30 minutes …</MenuItem>
          <MenuItem onSelect={() => setKind("cap")}>Cap its share …</MenuItem>
        </MenuContent>
      </Menu>
      {kind !== null && <CreateOverrideDialog kind={kind} upstream={upstream} onClose={() => setKind(null)} />}
    </>
  );
}
