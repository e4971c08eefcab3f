import type pg from "pg";
import type { RequestCosts, RequestWindow } from "./request-query.ts";

/** Lines of the log that are looked at, at most, and how many that fit are taken. */
const mostLooked = 20_000;
const mostTaken = 5_000;

/** Cost and tokens have no histograms in cells: they come from the log, as far back as the bound reaches. */
export async function costsOf(
  pool: pg.Pool,
  { environmentId, fromMs, toMs, route }: RequestWindow & { readonly route: string },
): Promise<RequestCosts> {
  const { rows } = await pool.query<{ readonly cost: string; readonly tokens: number }>(
    `SELECT cost_nano_usd AS cost, input_tokens + output_tokens AS tokens FROM (
       SELECT * FROM requests WHERE environment_id = $1 AND started_at >= $2 AND started_at < $3
       ORDER BY started_at DESC, id DESC LIMIT ${mostLooked}
     ) looked WHERE route = $4 AND outcome = 'completed' LIMIT ${mostTaken}`,
    [
      environmentId,
      fromMs === undefined ? "-infinity" : new Date(fromMs),
      toMs === undefined ? "infinity" : new Date(toMs),
      route,
    ],
  );
  return { costNanoUsd: rows.map(({ cost }) => Number(cost)), tokens: rows.map(({ tokens }) => tokens) };
}
