import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

/** A dense table that scrolls sideways by itself when the screen is narrow. */
export function Table({ className, label, ...rest }: ComponentProps<"table"> & { readonly label: string }) {
  return (
    // biome-ignore lint: a region that scrolls must be reachable by keyboard
    <div className="relative overflow-x-auto" role="region" aria-label={label} tabIndex={0}>
      <table className={cn("w-full border-collapse text-[13px]", className)} {...rest} />
    </div>
  );
}

/** Cells and headers share these; numbers stand right. */
const cellLook = "px-2 py-1.5 first:pl-4 last:pr-4";

export function Th({ className, numeric = false, ...rest }: ComponentProps<"th"> & { readonly numeric?: boolean }) {
  return (
    <th
      scope="col"
      className={cn(
        cellLook,
        "whitespace-nowrap border-border border-b font-medium text-[11.5px] text-muted",
        numeric ? "text-right" : "text-left",
        className,
      )}
      {...rest}
    />
  );
}

export function Td({ className, numeric = false, ...rest }: ComponentProps<"td"> & { readonly numeric?: boolean }) {
  return <td className={cn(cellLook, numeric && "whitespace-nowrap text-right", className)} {...rest} />;
}

export function Tr({ className, ...rest }: ComponentProps<"tr">) {
  return <tr className={cn("border-border border-b last:border-b-0", className)} {...rest} />;
}
