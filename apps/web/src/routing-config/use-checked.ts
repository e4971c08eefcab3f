"use client";

import { checkRoutingConfig, type Diagnostic } from "@meridian/routing-config";
import { useEffect, useState } from "react";
import { changesBetween } from "./changes-between.ts";

/** What is known of a text, once its writer pauses for a fifth of a second. */
export type Checked = {
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly hasErrors: boolean;
  /** Against what serves now; null while the text cannot be read. */
  readonly changes: readonly string[] | null;
};

const pauseMs = 200;

/** Checks a document as it is written, with the very checker of publish and gateway. null before the first check. */
export function useChecked(
  text: string,
  active: string | null,
  secretNames: readonly string[] | undefined,
): Checked | null {
  const [checked, setChecked] = useState<Checked | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => {
      const { diagnostics, table } = checkRoutingConfig(text, { mode: "workspace", secretNames });
      setChecked({ text, diagnostics, hasErrors: table === null, changes: changesBetween(active, text) });
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [text, active, secretNames]);
  return checked;
}
