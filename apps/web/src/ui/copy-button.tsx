"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "./button.tsx";

/** Copies a text; says so for two seconds. `label` names what is copied, for example "Copy request id". */
export function CopyButton({
  text,
  label,
  words,
}: {
  readonly text: string;
  readonly label: string;
  readonly words?: string;
}) {
  const [state, setState] = useState<"idle" | "copied" | "failed">("idle");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setState("copied");
    } catch {
      setState("failed");
    }
    setTimeout(() => setState("idle"), 2_000);
  };
  const said = state === "copied" ? "Copied" : state === "failed" ? "Select and copy it by hand" : "";
  return (
    <>
      <Button
        variant={words === undefined ? "ghost" : "secondary"}
        size={words === undefined ? "iconSm" : "md"}
        aria-label={words === undefined ? label : undefined}
        title={said || label}
        onClick={() => void copy()}
      >
        {state === "copied" ? <Check className="text-good" /> : <Copy />}
        {words !== undefined && (said || words)}
      </Button>
      <span className="sr-only" role="status">
        {said}
      </span>
    </>
  );
}
