/** One line of a diagnosis. */
export type Finding = {
  readonly check: string;
  /** `warn`: it works, and someone should know; `fail`: it does not work. */
  readonly state: "ok" | "warn" | "fail";
  readonly found: string;
  /** What to do; null when it is ok. */
  readonly fix: string | null;
};

export const ok = (check: string, found: string): Finding => ({ check, state: "ok", found, fix: null });
export const warn = (check: string, found: string, fix: string): Finding => ({ check, state: "warn", found, fix });
export const fail = (check: string, found: string, fix: string): Finding => ({ check, state: "fail", found, fix });
