"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useEffect, useEffectEvent } from "react";

/** The address of a screen that does something as soon as it is open, perhaps to something: "drain" of "east-1". */
export function toDo(path: string, what: string, of?: string): string {
  return `${path}?${new URLSearchParams({ do: of === undefined ? what : `${what}:${of}` })}`;
}

/** Does what the address asks for once, and takes it out of the address, so that a reload does not again. */
export function useDo(what: string, run: (of: string) => void): void {
  const query = useSearchParams();
  const pathname = usePathname();
  const router = useRouter();
  const asked = query.get("do");
  const isAsked = asked === what || asked?.startsWith(`${what}:`) === true;
  const act = useEffectEvent(() => {
    const rest = new URLSearchParams(query);
    rest.delete("do");
    router.replace(rest.size === 0 ? pathname : `${pathname}?${rest}`, { scroll: false });
    run(asked?.slice(what.length + 1) ?? "");
  });
  useEffect(() => {
    if (isAsked) act();
  }, [isAsked]);
}
