-- Cells are also kept apart by the model that callers asked for. What was counted before has none.
ALTER TABLE "metric_series" ADD COLUMN "model" text NOT NULL DEFAULT '';

-- The name that Postgres gave the old key is cut off in the middle.
DO $$
DECLARE
  "old_key" text := (SELECT conname FROM pg_constraint WHERE conrelid = 'metric_series'::regclass AND contype = 'u');
BEGIN
  EXECUTE format('ALTER TABLE metric_series DROP CONSTRAINT %I', "old_key");
END $$;
ALTER TABLE "metric_series" ADD CONSTRAINT "metric_series_dimensions" UNIQUE
  ("environment_id", "route", "model", "upstream", "config_version", "key_id", "prompt_variant", "caller_region", "outcome");

-- Histograms say how long they are, so that concatenated ones can be told apart and Postgres can gather many into one
-- value: format 2, length of the buckets, and from there on as in format 1. Nothing counted takes no bytes.
CREATE FUNCTION pg_temp.in_format_2("histogram" bytea) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN octet_length("histogram") <= 9 THEN ''::bytea
    ELSE '\x02'::bytea || int2send((octet_length("histogram") - 9)::smallint) || substring("histogram" FROM 2) END
$$;
DO $$
DECLARE
  "cells" text;
BEGIN
  FOREACH "cells" IN ARRAY ARRAY['metric_cells_10s', 'metric_cells_1m', 'metric_cells_1h'] LOOP
    EXECUTE format('UPDATE %I SET duration_ms = pg_temp.in_format_2(duration_ms),
      first_token_ms = pg_temp.in_format_2(first_token_ms), per_token_ms = pg_temp.in_format_2(per_token_ms)', "cells");
  END LOOP;
END $$;

-- A gateway of before would write format 1: it keeps its cells in memory until it is replaced.
ALTER TABLE "metric_cells_10s" ADD CONSTRAINT "metric_cells_10s_format" CHECK (
  ("duration_ms" = '' OR get_byte("duration_ms", 0) = 2)
  AND ("first_token_ms" = '' OR get_byte("first_token_ms", 0) = 2)
  AND ("per_token_ms" = '' OR get_byte("per_token_ms", 0) = 2)
);
