"use client";

import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { formatDateTime } from "../format/format-time.ts";
import { paths } from "../shell/paths.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { failureOf } from "../trpc/failure.ts";
import type { Outputs } from "../trpc/outputs.ts";
import { useTRPCClient } from "../trpc/use-trpc.ts";
import { Input } from "../ui/input.tsx";

type Found = Outputs["requests"]["search"];

/** Opens the request, trace or session that a text names. */
export function SearchBox() {
  const { environmentId, place } = useWorkspace();
  const client = useTRPCClient();
  const router = useRouter();
  const [text, setText] = useState("");
  const [state, setState] = useState<{ readonly busy: boolean; readonly said: string | null }>({
    busy: false,
    said: null,
  });
  const search = async (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === "" || state.busy) return;
    setState({ busy: true, said: null });
    try {
      const result = await client.requests.search.query({ environmentId, text });
      const { found } = result;
      setState({ busy: false, said: found ? null : notFoundWords(result) });
      if (found?.kind === "request") router.push(paths.request(place, found.id));
      if (found?.kind === "run") router.push(paths.run(place, found.by, found.key));
    } catch (error) {
      setState({ busy: false, said: `The search failed: ${failureOf(error).message}` });
    }
  };
  return (
    <form role="search" onSubmit={(event) => void search(event)} className="w-full min-w-0 sm:w-80">
      <div className="relative">
        <Search className="pointer-events-none absolute top-2 left-2.5 size-4 text-muted" aria-hidden />
        <Input
          type="search"
          aria-label="Find a request, session or trace"
          placeholder="Request id, session or trace"
          className="pl-8"
          maxLength={512}
          value={text}
          aria-busy={state.busy}
          aria-describedby="search-said"
          onChange={(event) => {
            setText(event.target.value);
            setState({ busy: state.busy, said: null });
          }}
        />
      </div>
      <p id="search-said" role="status" className={state.said === null ? "sr-only" : "mt-1 text-warn text-xs"}>
        {state.busy ? "Searching…" : state.said}
      </p>
    </form>
  );
}

/** Why nothing was found, as far as that can be told. */
function notFoundWords({ searchedAs, idSaysMs, keptSinceMs }: Found): string {
  const kept =
    keptSinceMs === null ? "No request is kept yet." : `Requests are kept since ${formatDateTime(keptSinceMs)}.`;
  if (idSaysMs !== null && keptSinceMs !== null && idSaysMs < keptSinceMs) {
    return `This request began ${formatDateTime(idSaysMs)} and is kept no longer. ${kept}`;
  }
  const as = searchedAs.map((each) => (each === "request" ? "request id" : each)).join(", ");
  return `Nothing in this environment has this ${as.replace(/, ([^,]*)$/, " or $1")}. ${kept}`;
}
