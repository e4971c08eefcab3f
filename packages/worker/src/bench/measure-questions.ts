import { metricCellsOf } from "@meridian/metrics";
import { type OperationContext, queryCells } from "@meridian/operations";
import { asked, type BenchRange, benchRanges, dashboardQuestions } from "./dashboard-questions.ts";
import { type Measured, measured } from "./measured.ts";

export type QuestionRow = Measured & {
  readonly range: BenchRange;
  readonly question: string;
  readonly rowsRead: number;
  readonly cells: number;
  /** Other than asked for. */
  readonly widenedToMs: number | null;
};

/**
 * Every question at every range, through the verb, to JSON and back to cells as the browser has them. Rounds go through
 * all of them in turn, so that a disturbance hits all alike; the first warms up and is not counted.
 */
export async function measureQuestions(
  ctx: OperationContext,
  { environmentId, nowMs, rounds }: { readonly environmentId: string; readonly nowMs: number; readonly rounds: number },
  say: (line: string) => void,
): Promise<readonly QuestionRow[]> {
  const rows = (Object.keys(benchRanges) as BenchRange[]).flatMap((range) =>
    dashboardQuestions.map((question) => ({
      range,
      question: question.name,
      input: asked(question, range, environmentId, nowMs),
      timesMs: [] as number[],
      rowsRead: 0,
      cells: 0,
      widenedToMs: null as number | null,
    })),
  );
  for (let round = 0; round <= rounds; round++) {
    for (const row of rows) {
      const startedMs = performance.now();
      const answer = await queryCells({ ctx, input: row.input });
      row.cells = metricCellsOf(JSON.parse(JSON.stringify(answer))).length;
      if (round > 0) row.timesMs.push(performance.now() - startedMs);
      row.rowsRead = answer.rowsRead;
      row.widenedToMs = answer.stepMs === row.input.stepMs ? null : answer.stepMs;
    }
    say(`dashboards: round ${round} of ${rounds}`);
  }
  return rows.map(({ range, question, rowsRead, cells, widenedToMs, timesMs }) => {
    return { range, question, rowsRead, cells, widenedToMs, ...measured(timesMs) };
  });
}
