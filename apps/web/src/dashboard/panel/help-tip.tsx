"use client";

import { Explained } from "../../ui/explained.tsx";

/** A sentence about a figure or a chart, beside its title. */
export function HelpTip({ about, children }: { readonly about: string; readonly children: string }) {
  return (
    <Explained about={about}>
      <p>{children}</p>
    </Explained>
  );
}
