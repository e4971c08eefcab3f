/** Which events are shown, as the API takes it. */
export type AuditFilter = {
  readonly action?: string;
  readonly actorId?: string;
  readonly targetKind?: string;
  readonly targetId?: string;
  readonly environmentId?: string;
  readonly fromMs?: number;
  readonly toMs?: number;
};

const texts = ["action", "actorId", "targetKind", "targetId", "environmentId"] as const;

/** The filter that an address says. `from` and `to` are days of the browser's calendar, both included. */
export function filterOf(search: URLSearchParams): AuditFilter {
  const said = texts.map((name) => [name, search.get(name)] as const).filter(([, value]) => value);
  const from = dayStart(search.get("from"), 0);
  const to = dayStart(search.get("to"), 1);
  return {
    ...Object.fromEntries(said),
    ...(from !== null && { fromMs: from }),
    ...(to !== null && { toMs: to }),
  };
}

/** Start of a day `YYYY-MM-DD`, or of one `later`, in the browser's zone: days with a DST change have 23 or 25 hours. */
function dayStart(day: string | null, later: number): number | null {
  const [year, month, date] = /^\d{4}-\d{2}-\d{2}$/.test(day ?? "") ? (day ?? "").split("-").map(Number) : [];
  if (year === undefined || month === undefined || date === undefined) return null;
  const ms = new Date(year, month - 1, date + later).getTime();
  return Number.isFinite(ms) && ms >= 0 ? ms : null;
}
