import { type OperationContext, listRequests } from "@meridian/operations";
import { type Measured, measured } from "./measured.ts";

export type LogRow = Measured & {
  readonly page: string;
  readonly lines: number;
  /** How far back the page looked before it stopped at its bound, in hours; null when it is full or the log ended. */
  readonly lookedHours: number | null;
};

type Page = Parameters<typeof listRequests>[0]["input"];

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** Pages of 50 lines through the verb: the newest, and one from the middle of the log on, of every kind of filter. */
export async function measureLog(
  ctx: OperationContext,
  place: {
    readonly environmentId: string;
    readonly untilMs: number;
    readonly days: number;
    readonly newestVersion: number;
    readonly rounds: number;
  },
  say: (line: string) => void,
): Promise<readonly LogRow[]> {
  const { environmentId, untilMs, days, newestVersion, rounds } = place;
  const { requests } = await listRequests({ ctx, input: { environmentId, limit: 500 } });
  const traceId = requests.find((request) => request.traceId !== null)?.traceId ?? "";
  const sessionHash = requests.find((request) => request.sessionHash !== null)?.sessionHash ?? "";
  const filters: Readonly<Record<string, Page["filter"]>> = {
    "no filter": {},
    "outcome failed": { outcome: "failed" },
    "outcome completed": { outcome: "completed" },
    "route-1": { route: "route-1" },
    "model-1": { model: "model-1" },
    "upstream-1": { upstream: "upstream-1" },
    "upstream-rare (1 in 100,000)": { upstream: "upstream-rare" },
    "failed of upstream-1": { upstream: "upstream-1", outcome: "failed" },
    "failed of upstream-rare": { upstream: "upstream-rare", outcome: "failed" },
    "an upstream that never was": { upstream: "nowhere" },
    "key25 (the rarest)": { keyId: "key25" },
    "status 429": { status: 429 },
    "error upstream_failed": { errorCode: "upstream_failed" },
    "region eu-west": { region: "eu-west" },
    "newest version": { configVersion: newestVersion },
    "oldest version": { configVersion: newestVersion - days + 1 },
    "slower than 4.7 s": { minDurationMs: 4_700 },
    "one session": { sessionHash },
    "one trace": { traceId },
  };
  const cursor = { startedAtMs: untilMs - (days / 2) * dayMs, id: "80000000-0000-7000-8000-000000000000" };
  const rows = Object.entries(filters).flatMap(([name, filter]) =>
    [
      { page: name, input: { environmentId, filter } },
      { page: `${name}, from the middle on`, input: { environmentId, filter, cursor } },
    ].map((row) => ({ ...row, timesMs: [] as number[], lines: 0, lookedHours: null as number | null })),
  );
  for (let round = 0; round <= rounds; round++) {
    for (const row of rows) {
      const startedMs = performance.now();
      const page = await listRequests({ ctx, input: row.input });
      if (round > 0) row.timesMs.push(performance.now() - startedMs);
      row.lines = page.requests.length;
      const fromMs = "cursor" in row.input ? cursor.startedAtMs : untilMs;
      row.lookedHours = page.lookedUntilMs === null ? null : Math.round((fromMs - page.lookedUntilMs) / hourMs);
    }
    say(`request log: round ${round} of ${rounds}`);
  }
  return rows.map(({ page, lines, lookedHours, timesMs }) => ({ page, lines, lookedHours, ...measured(timesMs) }));
}
