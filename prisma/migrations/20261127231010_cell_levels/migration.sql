-- Cells of 5 min, 6 h and a day beside those of 10 s, 1 min and 1 h; and, from a minute on, views: the same requests once
-- more under fewer dimensions, so that a question reads few rows. View 0 has all dimensions. What the others have is
-- said in packages/db/src/cells/cell-views.ts; a dimension that a view does not have is empty (0 for the config version).

ALTER TABLE "metric_series" ADD COLUMN "view" smallint NOT NULL DEFAULT 0;
ALTER TABLE "metric_series" DROP CONSTRAINT "metric_series_dimensions";
ALTER TABLE "metric_series" ADD CONSTRAINT "metric_series_dimensions" UNIQUE
  ("environment_id", "view", "route", "model", "upstream", "config_version", "key_id", "prompt_variant", "caller_region", "outcome");

ALTER TABLE "metric_cells_1m" ADD COLUMN "view" smallint NOT NULL DEFAULT 0;
ALTER TABLE "metric_cells_1m" DROP CONSTRAINT "metric_cells_1m_pkey";
ALTER TABLE "metric_cells_1m" ADD PRIMARY KEY ("environment_id", "view", "start_at", "series_id");
DROP INDEX "metric_cells_1m_updated";
CREATE INDEX "metric_cells_1m_updated" ON "metric_cells_1m" ("updated_at") WHERE "view" = 0;
-- For questions about few of the many series of view 0.
CREATE INDEX "metric_cells_1m_series" ON "metric_cells_1m" ("series_id", "start_at") WHERE "view" = 0;

CREATE TABLE "metric_cells_5m" (LIKE "metric_cells_1m" INCLUDING ALL);
CREATE TABLE "metric_cells_6h" (LIKE "metric_cells_1m" INCLUDING ALL);
CREATE TABLE "metric_cells_1d" (LIKE "metric_cells_1m" INCLUDING ALL);
ALTER TABLE "metric_cells_1h" RENAME TO "metric_cells_1h_before";
CREATE TABLE "metric_cells_1h" (LIKE "metric_cells_1m" INCLUDING ALL);
INSERT INTO "metric_cells_1h" SELECT * FROM (SELECT *, 0::smallint FROM "metric_cells_1h_before") AS b;
DROP TABLE "metric_cells_1h_before";
ALTER TABLE "metric_cells_5m" ADD FOREIGN KEY ("series_id") REFERENCES "metric_series" ("id");
ALTER TABLE "metric_cells_1h" ADD FOREIGN KEY ("series_id") REFERENCES "metric_series" ("id");
ALTER TABLE "metric_cells_6h" ADD FOREIGN KEY ("series_id") REFERENCES "metric_series" ("id");
ALTER TABLE "metric_cells_1d" ADD FOREIGN KEY ("series_id") REFERENCES "metric_series" ("id");

-- Merged: every window that ends at or before it, of all cells known at "compacted_until". Kept: cells from there on.
ALTER TABLE "metric_compaction" ALTER COLUMN "compacted_until" DROP NOT NULL;
ALTER TABLE "metric_compaction" ADD COLUMN "merged_until" timestamptz, ADD COLUMN "kept_from" timestamptz;
UPDATE "metric_compaction" SET "merged_until" =
  date_bin(make_interval(secs => "resolution_s"), "compacted_until" - interval '1 minute', 'epoch');

-- The views of what is there already. The worker makes the cells of the new widths from them.
INSERT INTO "metric_series"
  ("environment_id", "view", "route", "model", "upstream", "config_version", "key_id", "prompt_variant", "caller_region", "outcome")
SELECT DISTINCT "environment_id", v."view",
  CASE WHEN v."route" THEN s."route" ELSE '' END, CASE WHEN v."route_target" THEN s."model" ELSE '' END,
  CASE WHEN v."route_target" THEN s."upstream" ELSE '' END, CASE WHEN v."version" THEN s."config_version" ELSE 0 END,
  CASE WHEN v."key" THEN s."key_id" ELSE '' END, CASE WHEN v."caller" THEN s."prompt_variant" ELSE '' END,
  CASE WHEN v."caller" THEN s."caller_region" ELSE '' END, s."outcome"
FROM "metric_series" s CROSS JOIN (VALUES
  (1, false, false, false, false, false), (2, true, true, true, false, false), (3, false, false, true, true, false),
  (4, true, false, true, false, true), (5, true, true, false, true, false), (6, false, true, false, false, true),
  (7, false, false, false, true, true)
) AS v("view", "route", "route_target", "version", "key", "caller")
WHERE s."view" = 0;

DO $$
DECLARE
  "cells" text;
BEGIN
  FOREACH "cells" IN ARRAY ARRAY['metric_cells_1m', 'metric_cells_1h'] LOOP
    EXECUTE format('INSERT INTO %1$I (environment_id, view, start_at, series_id, requests, attempts, rescued, input_tokens,
        cached_input_tokens, output_tokens, cost_nano_usd, duration_ms, first_token_ms, per_token_ms)
      SELECT c.environment_id, o.view, c.start_at, o.id, sum(c.requests), sum(c.attempts), sum(c.rescued), sum(c.input_tokens),
        sum(c.cached_input_tokens), sum(c.output_tokens), sum(c.cost_nano_usd), string_agg(c.duration_ms, ''''::bytea),
        string_agg(c.first_token_ms, ''''::bytea), string_agg(c.per_token_ms, ''''::bytea)
      FROM %1$I c JOIN metric_series s ON s.id = c.series_id
      JOIN metric_series o ON o.environment_id = s.environment_id AND o.outcome = s.outcome AND o.view > 0
        AND o.route = CASE WHEN o.view IN (2, 4, 5) THEN s.route ELSE '''' END
        AND o.model = CASE WHEN o.view IN (2, 5, 6) THEN s.model ELSE '''' END
        AND o.upstream = CASE WHEN o.view IN (2, 5, 6) THEN s.upstream ELSE '''' END
        AND o.config_version = CASE WHEN o.view IN (2, 3, 4) THEN s.config_version ELSE 0 END
        AND o.key_id = CASE WHEN o.view IN (3, 5, 7) THEN s.key_id ELSE '''' END
        AND o.prompt_variant = CASE WHEN o.view IN (4, 6, 7) THEN s.prompt_variant ELSE '''' END
        AND o.caller_region = CASE WHEN o.view IN (4, 6, 7) THEN s.caller_region ELSE '''' END
      WHERE c.view = 0 AND (o.view < 5 OR %1$L = ''metric_cells_1h'')
      GROUP BY c.environment_id, o.view, c.start_at, o.id', "cells");
  END LOOP;
END $$;
