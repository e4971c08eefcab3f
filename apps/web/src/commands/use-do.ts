"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useEffect, useEffectEvent } from "react";

/** The address of a screen that does something as soon as it is open. */
export function toDo(path: string, what: string): string {
  return `${path}?do=${what}`;
}

/** Does what the address asks for once (`?do=create-key`), and takes it out of the address, so that a reload does not again. */
export function useDo(what: string, run: () => void): void {
  const query = useSearchParams();
  const pathname = usePathname();
  const router = useRouter();
  const asked = query.get("do") === what;
  const act = useEffectEvent(() => {
    const rest = new URLSearchParams(query);
    rest.delete("do");
    router.replace(rest.size === 0 ? pathname : `${pathname}?${rest}`, { scroll: false });
    run();
  });
  useEffect(() => {
    if (asked) act();
  }, [asked]);
}
