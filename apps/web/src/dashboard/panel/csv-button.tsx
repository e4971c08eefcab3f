"use client";

import { Download } from "lucide-react";
import { Button } from "../../ui/button.tsx";
import { type Csv, csvFileName, csvText } from "./csv.ts";

/** Saves what a panel shows as a file. */
export function CsvButton({
  name,
  csv,
}: {
  readonly name: string;
  /** Called when it is wanted: a dashboard draws itself anew every second. */
  readonly csv: () => Omit<Csv, "name">;
}) {
  const save = () => {
    const made = { name, ...csv() };
    const url = URL.createObjectURL(new Blob([csvText(made)], { type: "text/csv;charset=utf-8" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = csvFileName(made.name, Date.now());
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <Button variant="ghost" size="iconSm" aria-label={`Download ${name} as CSV`} title="Download as CSV" onClick={save}>
      <Download />
    </Button>
  );
}
