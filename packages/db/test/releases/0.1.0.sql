-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('owner', 'admin', 'engineer', 'domain_expert', 'viewer');

-- CreateEnum
CREATE TYPE "DeploymentState" AS ENUM ('completed', 'superseded');

-- CreateEnum
CREATE TYPE "DeploymentKind" AS ENUM ('publish', 'rollback');

-- CreateEnum
CREATE TYPE "OverrideKind" AS ENUM ('drain', 'cap', 'force');

-- CreateEnum
CREATE TYPE "ApplicationState" AS ENUM ('applied', 'rejected');

-- CreateTable
CREATE TABLE "workspaces" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "next_version_number" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "workspaces_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "environments" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "environments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT,
    "demo" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "memberships" (
    "workspace_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" "Role" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "memberships_pkey" PRIMARY KEY ("workspace_id","user_id")
);

-- CreateTable
CREATE TABLE "gateway_keys" (
    "id" TEXT NOT NULL,
    "workspace_id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "routes" TEXT[],
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "gateway_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "secrets" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,
    "allowed_hosts" TEXT[],
    "updated_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "secrets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "config_versions" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "yaml" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "parent_id" UUID,
    "message" TEXT NOT NULL,
    "summary" TEXT[],
    "author_id" UUID,
    "author_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "config_versions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deployments" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "config_version_id" UUID NOT NULL,
    "kind" "DeploymentKind" NOT NULL,
    "state" "DeploymentState" NOT NULL DEFAULT 'completed',
    "reason" TEXT NOT NULL,
    "idempotency_key" TEXT,
    "created_by_id" UUID,
    "created_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "superseded_at" TIMESTAMPTZ(3),

    CONSTRAINT "deployments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "overrides" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "kind" "OverrideKind" NOT NULL,
    "upstream" TEXT NOT NULL,
    "route" TEXT,
    "max_share" DOUBLE PRECISION,
    "reason" TEXT NOT NULL,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "cancelled_at" TIMESTAMPTZ(3),

    CONSTRAINT "overrides_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "environment_snapshots" (
    "environment_id" UUID NOT NULL,
    "serial" BIGINT NOT NULL,
    "payload" BYTEA NOT NULL,
    "signature" BYTEA NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "environment_snapshots_pkey" PRIMARY KEY ("environment_id")
);

-- CreateTable
CREATE TABLE "gateway_instances" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "epoch" BIGINT NOT NULL,
    "live_url" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "heartbeat_at" TIMESTAMPTZ(3) NOT NULL,
    "stopped_at" TIMESTAMPTZ(3),

    CONSTRAINT "gateway_instances_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "gateway_applications" (
    "gateway_instance_id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "deployment_id" UUID NOT NULL,
    "serial" BIGINT NOT NULL,
    "state" "ApplicationState" NOT NULL,
    "diagnostics" JSONB NOT NULL,
    "reported_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "gateway_applications_pkey" PRIMARY KEY ("gateway_instance_id","deployment_id")
);

-- CreateTable
CREATE TABLE "audit_events" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "environment_id" UUID,
    "action" TEXT NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT,
    "actor_name" TEXT NOT NULL,
    "actor_role" TEXT,
    "target_kind" TEXT NOT NULL,
    "target_id" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_events_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "workspaces_slug_key" ON "workspaces"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "environments_workspace_id_id_key" ON "environments"("workspace_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "environments_workspace_id_name_key" ON "environments"("workspace_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE INDEX "memberships_user_id_idx" ON "memberships"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "gateway_keys_sha256_key" ON "gateway_keys"("sha256");

-- CreateIndex
CREATE INDEX "gateway_keys_workspace_id_environment_id_idx" ON "gateway_keys"("workspace_id", "environment_id");

-- CreateIndex
CREATE UNIQUE INDEX "gateway_keys_environment_id_name_key" ON "gateway_keys"("environment_id", "name");

-- CreateIndex
CREATE INDEX "secrets_workspace_id_environment_id_idx" ON "secrets"("workspace_id", "environment_id");

-- CreateIndex
CREATE UNIQUE INDEX "secrets_environment_id_name_key" ON "secrets"("environment_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "config_versions_workspace_id_id_key" ON "config_versions"("workspace_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "config_versions_workspace_id_number_key" ON "config_versions"("workspace_id", "number");

-- CreateIndex
CREATE INDEX "deployments_environment_id_created_at_idx" ON "deployments"("environment_id", "created_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "deployments_environment_id_id_key" ON "deployments"("environment_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "deployments_environment_id_idempotency_key_key" ON "deployments"("environment_id", "idempotency_key");

-- CreateIndex
CREATE INDEX "overrides_environment_id_expires_at_idx" ON "overrides"("environment_id", "expires_at");

-- CreateIndex
CREATE INDEX "gateway_applications_deployment_id_idx" ON "gateway_applications"("deployment_id");

-- CreateIndex
CREATE INDEX "audit_events_workspace_id_occurred_at_idx" ON "audit_events"("workspace_id", "occurred_at" DESC);

-- AddForeignKey
ALTER TABLE "environments" ADD CONSTRAINT "environments_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "gateway_keys" ADD CONSTRAINT "gateway_keys_workspace_id_environment_id_fkey" FOREIGN KEY ("workspace_id", "environment_id") REFERENCES "environments"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "secrets" ADD CONSTRAINT "secrets_workspace_id_environment_id_fkey" FOREIGN KEY ("workspace_id", "environment_id") REFERENCES "environments"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "config_versions" ADD CONSTRAINT "config_versions_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "config_versions" ADD CONSTRAINT "config_versions_workspace_id_parent_id_fkey" FOREIGN KEY ("workspace_id", "parent_id") REFERENCES "config_versions"("workspace_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "deployments" ADD CONSTRAINT "deployments_workspace_id_environment_id_fkey" FOREIGN KEY ("workspace_id", "environment_id") REFERENCES "environments"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deployments" ADD CONSTRAINT "deployments_workspace_id_config_version_id_fkey" FOREIGN KEY ("workspace_id", "config_version_id") REFERENCES "config_versions"("workspace_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "overrides" ADD CONSTRAINT "overrides_workspace_id_environment_id_fkey" FOREIGN KEY ("workspace_id", "environment_id") REFERENCES "environments"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "environment_snapshots" ADD CONSTRAINT "environment_snapshots_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "gateway_applications" ADD CONSTRAINT "gateway_applications_gateway_instance_id_fkey" FOREIGN KEY ("gateway_instance_id") REFERENCES "gateway_instances"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "gateway_applications" ADD CONSTRAINT "gateway_applications_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "gateway_applications" ADD CONSTRAINT "gateway_applications_environment_id_deployment_id_fkey" FOREIGN KEY ("environment_id", "deployment_id") REFERENCES "deployments"("environment_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_events" ADD CONSTRAINT "audit_events_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What follows is written by hand: Prisma does not describe it (see "tables.external" in prisma.config.ts).

-- One active deployment an environment.
CREATE UNIQUE INDEX "deployments_one_active" ON "deployments" ("environment_id") WHERE "state" = 'completed';

ALTER TABLE "overrides"
  ADD CONSTRAINT "overrides_shape" CHECK (
    ("kind" = 'drain' AND "route" IS NULL AND "max_share" IS NULL)
    OR ("kind" = 'cap' AND "route" IS NULL AND "max_share" BETWEEN 0 AND 1)
    OR ("kind" = 'force' AND "route" IS NOT NULL AND "max_share" IS NULL)
  );
ALTER TABLE "config_versions" ADD CONSTRAINT "config_versions_number_positive" CHECK ("number" > 0);
ALTER TABLE "users" ADD CONSTRAINT "users_email_lower" CHECK ("email" = lower("email"));

-- Audit events are append-only, for every role.
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit events are append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER "audit_events_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_events"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

-- Config versions are immutable.
CREATE FUNCTION refuse_config_version_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'config versions are immutable' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER "config_versions_immutable" BEFORE UPDATE ON "config_versions"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_config_version_change();

-- The request log: narrow rows, and apart from them the plan and the attempts, which are kept for a shorter time.
CREATE TABLE "requests" (
  "id" uuid NOT NULL,
  "started_at" timestamptz(3) NOT NULL,
  "environment_id" uuid NOT NULL,
  "gateway_instance_id" uuid NOT NULL,
  "endpoint" text NOT NULL,
  "stream" boolean NOT NULL,
  "key_id" text,
  "key_name" text,
  "requested_model" text,
  "route" text,
  "upstream" text,
  "config_version" integer,
  "deployment_id" uuid,
  "prompt_variant" text,
  "caller_region" text,
  "outcome" text NOT NULL,
  "status" smallint NOT NULL,
  "error_code" text,
  "attempt_count" smallint NOT NULL,
  "first_token_ms" double precision,
  "duration_ms" double precision NOT NULL,
  "input_tokens" integer NOT NULL,
  "cached_input_tokens" integer NOT NULL,
  "output_tokens" integer NOT NULL,
  "tokens_estimated" boolean NOT NULL,
  "cost_nano_usd" bigint NOT NULL,
  "trace_id" text,
  "session_hash" text,
  PRIMARY KEY ("started_at", "id")
) PARTITION BY RANGE ("started_at");
CREATE INDEX "requests_newest" ON "requests" ("environment_id", "started_at" DESC, "id" DESC);
CREATE INDEX "requests_id" ON "requests" ("id");

CREATE TABLE "request_details" (
  "id" uuid NOT NULL,
  "started_at" timestamptz(3) NOT NULL,
  "environment_id" uuid NOT NULL,
  "plan" jsonb,
  "attempts" jsonb NOT NULL,
  "gave_up" text,
  "error_message" text,
  PRIMARY KEY ("started_at", "id")
) PARTITION BY RANGE ("started_at");
CREATE INDEX "request_details_id" ON "request_details" ("id");

-- The partitions of one UTC day. SECURITY DEFINER: gateways may have a day's partitions made, and make nothing else.
CREATE FUNCTION ensure_request_partitions("day" date) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  "suffix" text := to_char("day", 'YYYYMMDD');
  "from_at" timestamptz := "day"::timestamp AT TIME ZONE 'UTC';
  "to_at" timestamptz := ("day" + 1)::timestamp AT TIME ZONE 'UTC';
  "parent" text;
BEGIN
  IF "day" NOT BETWEEN current_date - 400 AND current_date + 30 THEN
    RAISE EXCEPTION 'no partition for %: out of bounds', "day" USING ERRCODE = 'datetime_field_overflow';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('ensure_request_partitions'));
  FOREACH "parent" IN ARRAY ARRAY['requests', 'request_details'] LOOP
    IF to_regclass(format('public.%I', "parent" || '_' || "suffix")) IS NULL THEN
      EXECUTE format('CREATE TABLE public.%I PARTITION OF public.%I FOR VALUES FROM (%L) TO (%L)',
        "parent" || '_' || "suffix", "parent", "from_at", "to_at");
    END IF;
  END LOOP;
END $$;

-- Additive cells. The dimensions of a cell are written once, in its series.
CREATE TABLE "metric_series" (
  "id" bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "environment_id" uuid NOT NULL,
  "route" text NOT NULL,
  "upstream" text NOT NULL,
  "config_version" integer NOT NULL,
  "key_id" text NOT NULL,
  "prompt_variant" text NOT NULL,
  "caller_region" text NOT NULL,
  "outcome" text NOT NULL,
  UNIQUE ("environment_id", "route", "upstream", "config_version", "key_id", "prompt_variant", "caller_region", "outcome")
);

CREATE TABLE "metric_cells_10s" (
  "environment_id" uuid NOT NULL,
  "start_at" timestamptz(0) NOT NULL,
  "series_id" bigint NOT NULL REFERENCES "metric_series" ("id"),
  "instance_id" uuid NOT NULL,
  "epoch" bigint NOT NULL,
  "requests" integer NOT NULL,
  "attempts" integer NOT NULL,
  "rescued" integer NOT NULL,
  "input_tokens" bigint NOT NULL,
  "cached_input_tokens" bigint NOT NULL,
  "output_tokens" bigint NOT NULL,
  "cost_nano_usd" bigint NOT NULL,
  "duration_ms" bytea NOT NULL,
  "first_token_ms" bytea NOT NULL,
  "per_token_ms" bytea NOT NULL,
  "updated_at" timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY ("environment_id", "start_at", "series_id", "instance_id", "epoch")
);
CREATE INDEX "metric_cells_10s_updated" ON "metric_cells_10s" ("updated_at");

CREATE TABLE "metric_cells_1m" (
  "environment_id" uuid NOT NULL,
  "start_at" timestamptz(0) NOT NULL,
  "series_id" bigint NOT NULL REFERENCES "metric_series" ("id"),
  "requests" bigint NOT NULL,
  "attempts" bigint NOT NULL,
  "rescued" bigint NOT NULL,
  "input_tokens" bigint NOT NULL,
  "cached_input_tokens" bigint NOT NULL,
  "output_tokens" bigint NOT NULL,
  "cost_nano_usd" bigint NOT NULL,
  "duration_ms" bytea NOT NULL,
  "first_token_ms" bytea NOT NULL,
  "per_token_ms" bytea NOT NULL,
  "updated_at" timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY ("environment_id", "start_at", "series_id")
);
CREATE INDEX "metric_cells_1m_updated" ON "metric_cells_1m" ("updated_at");

CREATE TABLE "metric_cells_1h" (LIKE "metric_cells_1m" INCLUDING ALL);
ALTER TABLE "metric_cells_1h" ADD FOREIGN KEY ("series_id") REFERENCES "metric_series" ("id");

-- How far each step of compaction has come, in terms of "updated_at".
CREATE TABLE "metric_compaction" (
  "resolution_s" integer PRIMARY KEY,
  "compacted_until" timestamptz NOT NULL
);

-- What a gateway may touch, and nothing else. Where this role may not make roles, the operator's own role serves.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'meridian_gateway') THEN
    CREATE ROLE meridian_gateway NOLOGIN;
  END IF;
EXCEPTION WHEN insufficient_privilege OR duplicate_object OR unique_violation THEN
  RAISE NOTICE 'role meridian_gateway was not made';
END $$;
REVOKE ALL ON FUNCTION ensure_request_partitions(date) FROM PUBLIC;
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'meridian_gateway') THEN
    GRANT USAGE ON SCHEMA public TO meridian_gateway;
    GRANT SELECT ON "environment_snapshots" TO meridian_gateway;
    GRANT SELECT, INSERT, UPDATE ON "gateway_instances", "gateway_applications" TO meridian_gateway;
    GRANT SELECT, INSERT ON "requests", "request_details", "metric_series" TO meridian_gateway;
    GRANT SELECT, INSERT, UPDATE ON "metric_cells_10s" TO meridian_gateway;
    GRANT EXECUTE ON FUNCTION ensure_request_partitions(date) TO meridian_gateway;
  END IF;
END $$;

CREATE TABLE _prisma_migrations (
  id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz, migration_name varchar(255) NOT NULL,
  logs text, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0
);
INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count)
  VALUES (gen_random_uuid(), '408932a726672252bee379c17331301b9782dbf207af9a901c31923fd2fcf2b2', now(), '20261123000000_init', 1);
CREATE TABLE "request_details_20261126" PARTITION OF "request_details" FOR VALUES FROM ('2026-11-26 00:00:00+00') TO ('2026-11-27 00:00:00+00');
CREATE TABLE "request_details_20261127" PARTITION OF "request_details" FOR VALUES FROM ('2026-11-27 00:00:00+00') TO ('2026-11-28 00:00:00+00');
CREATE TABLE "request_details_20261128" PARTITION OF "request_details" FOR VALUES FROM ('2026-11-28 00:00:00+00') TO ('2026-11-29 00:00:00+00');
CREATE TABLE "request_details_20261129" PARTITION OF "request_details" FOR VALUES FROM ('2026-11-29 00:00:00+00') TO ('2026-11-30 00:00:00+00');
CREATE TABLE "request_details_20261130" PARTITION OF "request_details" FOR VALUES FROM ('2026-11-30 00:00:00+00') TO ('2026-12-01 00:00:00+00');
CREATE TABLE "request_details_20261201" PARTITION OF "request_details" FOR VALUES FROM ('2026-12-01 00:00:00+00') TO ('2026-12-02 00:00:00+00');
CREATE TABLE "request_details_20261202" PARTITION OF "request_details" FOR VALUES FROM ('2026-12-02 00:00:00+00') TO ('2026-12-03 00:00:00+00');
CREATE TABLE "request_details_20261203" PARTITION OF "request_details" FOR VALUES FROM ('2026-12-03 00:00:00+00') TO ('2026-12-04 00:00:00+00');
CREATE TABLE "request_details_20261204" PARTITION OF "request_details" FOR VALUES FROM ('2026-12-04 00:00:00+00') TO ('2026-12-05 00:00:00+00');
CREATE TABLE "requests_20261126" PARTITION OF "requests" FOR VALUES FROM ('2026-11-26 00:00:00+00') TO ('2026-11-27 00:00:00+00');
CREATE TABLE "requests_20261127" PARTITION OF "requests" FOR VALUES FROM ('2026-11-27 00:00:00+00') TO ('2026-11-28 00:00:00+00');
CREATE TABLE "requests_20261128" PARTITION OF "requests" FOR VALUES FROM ('2026-11-28 00:00:00+00') TO ('2026-11-29 00:00:00+00');
CREATE TABLE "requests_20261129" PARTITION OF "requests" FOR VALUES FROM ('2026-11-29 00:00:00+00') TO ('2026-11-30 00:00:00+00');
CREATE TABLE "requests_20261130" PARTITION OF "requests" FOR VALUES FROM ('2026-11-30 00:00:00+00') TO ('2026-12-01 00:00:00+00');
CREATE TABLE "requests_20261201" PARTITION OF "requests" FOR VALUES FROM ('2026-12-01 00:00:00+00') TO ('2026-12-02 00:00:00+00');
CREATE TABLE "requests_20261202" PARTITION OF "requests" FOR VALUES FROM ('2026-12-02 00:00:00+00') TO ('2026-12-03 00:00:00+00');
CREATE TABLE "requests_20261203" PARTITION OF "requests" FOR VALUES FROM ('2026-12-03 00:00:00+00') TO ('2026-12-04 00:00:00+00');
CREATE TABLE "requests_20261204" PARTITION OF "requests" FOR VALUES FROM ('2026-12-04 00:00:00+00') TO ('2026-12-05 00:00:00+00');
INSERT INTO "metric_compaction" ("resolution_s", "compacted_until") OVERRIDING SYSTEM VALUE VALUES
  ('3600', '2026-11-27 23:33:50.36+00'),
  ('60', '2026-11-27 23:33:50.283+00');
INSERT INTO "metric_series" ("id", "environment_id", "route", "upstream", "config_version", "key_id", "prompt_variant", "caller_region", "outcome") OVERRIDING SYSTEM VALUE VALUES
  ('1', 'b20108c0-2c27-427f-bd1b-65538137ed1a', 'support-chat', 'east-1', '1', 'FpL3VtvSp15J', '', '', 'completed'),
  ('10', 'b20108c0-2c27-427f-bd1b-65538137ed1a', 'support-chat', 'east-1', '1', 'FpL3VtvSp15J', '', '', 'cancelled'),
  ('11', 'b20108c0-2c27-427f-bd1b-65538137ed1a', 'support-chat', 'east-2', '1', 'FpL3VtvSp15J', '', '', 'cancelled'),
  ('2', 'b20108c0-2c27-427f-bd1b-65538137ed1a', 'claims-summary', 'east-1', '1', 'FpL3VtvSp15J', '', '', 'completed'),
  ('3', 'b20108c0-2c27-427f-bd1b-65538137ed1a', 'claims-summary', 'east-2', '1', 'FpL3VtvSp15J', '', '', 'completed'),
  ('4', 'b20108c0-2c27-427f-bd1b-65538137ed1a', 'support-chat', 'east-2', '1', 'FpL3VtvSp15J', '', '', 'completed'),
  ('5', 'b20108c0-2c27-427f-bd1b-65538137ed1a', 'internal-search', 'east-2', '1', 'FpL3VtvSp15J', '', '', 'completed'),
  ('6', 'b20108c0-2c27-427f-bd1b-65538137ed1a', 'internal-search', 'west-1', '1', 'FpL3VtvSp15J', '', '', 'completed'),
  ('7', 'b20108c0-2c27-427f-bd1b-65538137ed1a', 'claims-summary', 'east-1', '1', 'FpL3VtvSp15J', '', '', 'cancelled'),
  ('8', 'b20108c0-2c27-427f-bd1b-65538137ed1a', 'claims-summary', 'east-2', '1', 'FpL3VtvSp15J', '', '', 'cancelled'),
  ('9', 'b20108c0-2c27-427f-bd1b-65538137ed1a', 'internal-search', 'east-2', '1', 'FpL3VtvSp15J', '', '', 'cancelled');
INSERT INTO "request_details" ("id", "started_at", "environment_id", "plan", "attempts", "gave_up", "error_message") OVERRIDING SYSTEM VALUE VALUES
  ('01a21f5a-eed6-7673-8cbd-d82582c8fa55', '2026-11-27 23:33:02.806+00', 'b20108c0-2c27-427f-bd1b-65538137ed1a', '{"panic": false, "route": "support-chat", "policy": "latency", "skipped": [], "candidates": [{"why": "not measured yet, 0 in flight, drawn from 2 alike", "name": "east-1", "score": 0, "priority": 1, "upstream": 0}, {"why": "not measured yet, 0 in flight", "name": "east-2", "score": 0, "priority": 1, "upstream": 1}, {"why": "not measured yet, 0 in flight", "name": "west-1", "score": 0, "priority": 2, "upstream": 2}]}', '[{"as": "first", "cause": null, "status": 200, "outcome": "completed", "upstream": "east-1", "endedAtMs": 2006.97, "headersAtMs": 1998, "startedAtMs": 22.32, "retryAfterMs": null, "firstTokenAtMs": null}]', NULL, NULL),
  ('01a21f5a-f7bb-7084-9949-9fb4d464d7f7', '2026-11-27 23:33:05.083+00', 'b20108c0-2c27-427f-bd1b-65538137ed1a', '{"panic": false, "route": "support-chat", "policy": "latency", "skipped": [], "candidates": [{"why": "not measured yet, 0 in flight, least of 2", "name": "east-2", "score": 0, "priority": 1, "upstream": 1}, {"why": "3174 ms predicted with 0 in flight", "name": "east-1", "score": 3173.870068359375, "priority": 1, "upstream": 0}, {"why": "not measured yet, 0 in flight", "name": "west-1", "score": 0, "priority": 2, "upstream": 2}]}', '[{"as": "first", "cause": null, "status": 200, "outcome": "completed", "upstream": "east-2", "endedAtMs": 3443.78, "headersAtMs": 110.68, "startedAtMs": 0.88, "retryAfterMs": null, "firstTokenAtMs": 196.1}]', NULL, NULL),
  ('01a21f5a-f7d5-7417-95db-8627e2da35a2', '2026-11-27 23:33:05.109+00', 'b20108c0-2c27-427f-bd1b-65538137ed1a', '{"panic": false, "route": "support-chat", "policy": "latency", "skipped": [], "candidates": [{"why": "3210 ms predicted with 0 in flight, least of 2", "name": "east-1", "score": 3210.270068359375, "priority": 1, "upstream": 0}, {"why": "not measured yet, 1 in flight", "name": "east-2", "score": 9630.810205078124, "priority": 1, "upstream": 1}, {"why": "not measured yet, 0 in flight", "name": "west-1", "score": 0, "priority": 2, "upstream": 2}]}', '[{"as": "first", "cause": null, "status": 200, "outcome": "completed", "upstream": "east-1", "endedAtMs": 258.9, "headersAtMs": 258.62, "startedAtMs": 0.58, "retryAfterMs": null, "firstTokenAtMs": null}]', NULL, NULL),
  ('01a21f5a-fa58-75c8-a2ee-87fce39370ef', '2026-11-27 23:33:05.752+00', 'b20108c0-2c27-427f-bd1b-65538137ed1a', '{"panic": false, "route": "claims-summary", "policy": "queue", "skipped": [], "candidates": [{"why": "521 tokens outstanding in 1 in flight, fewest of 2", "name": "east-2", "score": 1859, "priority": 1, "upstream": 1}, {"why": "919 tokens outstanding in 2 in flight", "name": "east-1", "score": 2257, "priority": 1, "upstream": 0}]}', '[{"as": "first", "cause": null, "status": 200, "outcome": "completed", "upstream": "east-2", "endedAtMs": 989.81, "headersAtMs": 19.44, "startedAtMs": 1.57, "retryAfterMs": null, "firstTokenAtMs": 199.2}]', NULL, NULL),
  ('01a21f5b-05fb-750b-9d8f-082fe2c80d86', '2026-11-27 23:33:08.731+00', 'b20108c0-2c27-427f-bd1b-65538137ed1a', '{"panic": false, "route": "internal-search", "policy": "weighted", "skipped": [], "candidates": [{"why": "weight 80 of 100", "name": "west-1", "score": -80, "priority": 1, "upstream": 2}, {"why": "weight 20 of 100", "name": "east-2", "score": -20, "priority": 1, "upstream": 1}, {"why": "weight 1 of 1", "name": "east-1", "score": 1.4237932370941668, "priority": 2, "upstream": 0}]}', '[{"as": "first", "cause": null, "status": 200, "outcome": "completed", "upstream": "west-1", "endedAtMs": 5453.13, "headersAtMs": 2.4, "startedAtMs": 0.83, "retryAfterMs": null, "firstTokenAtMs": 253.91}]', NULL, NULL),
  ('01a21f5b-08ea-72b5-9983-328c990aa521', '2026-11-27 23:33:09.482+00', 'b20108c0-2c27-427f-bd1b-65538137ed1a', '{"panic": false, "route": "internal-search", "policy": "weighted", "skipped": [], "candidates": [{"why": "weight 80 of 100", "name": "west-1", "score": -60, "priority": 1, "upstream": 2}, {"why": "weight 20 of 100", "name": "east-2", "score": -40, "priority": 1, "upstream": 1}, {"why": "weight 1 of 1", "name": "east-1", "score": 0.19037764223638198, "priority": 2, "upstream": 0}]}', '[{"as": "first", "cause": null, "status": 200, "outcome": "completed", "upstream": "west-1", "endedAtMs": 533.73, "headersAtMs": 2.02, "startedAtMs": 0.34, "retryAfterMs": null, "firstTokenAtMs": 201.26}]', NULL, NULL),
  ('01a21f5b-1fba-72f9-8812-e68f157d2113', '2026-11-27 23:33:15.322+00', 'b20108c0-2c27-427f-bd1b-65538137ed1a', '{"panic": false, "route": "internal-search", "policy": "weighted", "skipped": [], "candidates": [{"why": "weight 20 of 100", "name": "east-2", "score": -60, "priority": 1, "upstream": 1}, {"why": "weight 80 of 100", "name": "west-1", "score": -40, "priority": 1, "upstream": 2}, {"why": "weight 1 of 1", "name": "east-1", "score": 0.4371173905525984, "priority": 2, "upstream": 0}]}', '[{"as": "first", "cause": null, "status": 200, "outcome": "cancelled", "upstream": "east-2", "endedAtMs": 3458.75, "headersAtMs": 1.18, "startedAtMs": 0.31, "retryAfterMs": null, "firstTokenAtMs": 109.83}]', NULL, 'The caller closed the connection.'),
  ('01a21f5b-24a2-77b3-8496-b3b3b9af729c', '2026-11-27 23:33:16.578+00', 'b20108c0-2c27-427f-bd1b-65538137ed1a', '{"panic": false, "route": "support-chat", "policy": "latency", "skipped": [], "candidates": [{"why": "3548 ms predicted with 3 in flight, drawn from 2 alike", "name": "east-1", "score": 4878.295711844308, "priority": 1, "upstream": 0}, {"why": "3625 ms predicted with 3 in flight", "name": "east-2", "score": 4984.218191541566, "priority": 1, "upstream": 1}, {"why": "6993 ms predicted with 2 in flight", "name": "west-1", "score": 8741.02372770241, "priority": 2, "upstream": 2}]}', '[{"as": "first", "cause": null, "status": null, "outcome": "cancelled", "upstream": "east-1", "endedAtMs": 2181.83, "headersAtMs": null, "startedAtMs": 0.32, "retryAfterMs": null, "firstTokenAtMs": null}]', NULL, 'The caller closed the connection.'),
  ('01a21f5b-27ef-74e2-8856-a5ff856a3464', '2026-11-27 23:33:17.423+00', 'b20108c0-2c27-427f-bd1b-65538137ed1a', '{"panic": false, "route": "claims-summary", "policy": "queue", "skipped": [], "candidates": [{"why": "2831 tokens outstanding in 3 in flight, fewest of 2", "name": "east-2", "score": 3968, "priority": 1, "upstream": 1}, {"why": "5481 tokens outstanding in 3 in flight", "name": "east-1", "score": 6618, "priority": 1, "upstream": 0}]}', '[{"as": "first", "cause": null, "status": 200, "outcome": "cancelled", "upstream": "east-2", "endedAtMs": 1356.94, "headersAtMs": 4.03, "startedAtMs": 0.28, "retryAfterMs": null, "firstTokenAtMs": 142}]', NULL, 'The caller closed the connection.'),
  ('01a21f5b-2b69-7222-8c65-5c04bf4a441e', '2026-11-27 23:33:18.313+00', 'b20108c0-2c27-427f-bd1b-65538137ed1a', '{"panic": false, "route": "claims-summary", "policy": "queue", "skipped": [], "candidates": [{"why": "2128 tokens outstanding in 1 in flight, fewest of 2", "name": "east-1", "score": 4248, "priority": 1, "upstream": 0}, {"why": "5102 tokens outstanding in 5 in flight", "name": "east-2", "score": 7222, "priority": 1, "upstream": 1}]}', '[{"as": "first", "cause": null, "status": 200, "outcome": "cancelled", "upstream": "east-1", "endedAtMs": 448.13, "headersAtMs": 1.25, "startedAtMs": 0.28, "retryAfterMs": null, "firstTokenAtMs": 218.37}]', NULL, 'The caller closed the connection.');
INSERT INTO "requests" ("id", "started_at", "environment_id", "gateway_instance_id", "endpoint", "stream", "key_id", "key_name", "requested_model", "route", "upstream", "config_version", "deployment_id", "prompt_variant", "caller_region", "outcome", "status", "error_code", "attempt_count", "first_token_ms", "duration_ms", "input_tokens", "cached_input_tokens", "output_tokens", "tokens_estimated", "cost_nano_usd", "trace_id", "session_hash") OVERRIDING SYSTEM VALUE VALUES
  ('01a21f5a-eed6-7673-8cbd-d82582c8fa55', '2026-11-27 23:33:02.806+00', 'b20108c0-2c27-427f-bd1b-65538137ed1a', '160c431d-b81e-48d6-9501-c6d1667c11b6', 'chat.completions', 'false', 'FpL3VtvSp15J', 'Demo traffic', 'support-chat', 'support-chat', 'east-1', '1', 'ecccb671-584d-4b15-aa9e-10d9a610429e', NULL, NULL, 'completed', '200', NULL, '1', NULL, '2020.57', '908', '0', '58', 'false', '973800', NULL, NULL),
  ('01a21f5a-f7bb-7084-9949-9fb4d464d7f7', '2026-11-27 23:33:05.083+00', 'b20108c0-2c27-427f-bd1b-65538137ed1a', '160c431d-b81e-48d6-9501-c6d1667c11b6', 'chat.completions', 'true', 'FpL3VtvSp15J', 'Demo traffic', 'support-chat', 'support-chat', 'east-2', '1', 'ecccb671-584d-4b15-aa9e-10d9a610429e', NULL, NULL, 'completed', '200', NULL, '1', '196.1', '3445.13', '393', '0', '98', 'false', '412200', NULL, NULL),
  ('01a21f5a-f7d5-7417-95db-8627e2da35a2', '2026-11-27 23:33:05.109+00', 'b20108c0-2c27-427f-bd1b-65538137ed1a', '160c431d-b81e-48d6-9501-c6d1667c11b6', 'chat.completions', 'false', 'FpL3VtvSp15J', 'Demo traffic', 'support-chat', 'support-chat', 'east-1', '1', 'ecccb671-584d-4b15-aa9e-10d9a610429e', NULL, NULL, 'completed', '200', NULL, '1', NULL, '258.97', '757', '0', '2', 'false', '686700', NULL, NULL),
  ('01a21f5a-fa58-75c8-a2ee-87fce39370ef', '2026-11-27 23:33:05.752+00', 'b20108c0-2c27-427f-bd1b-65538137ed1a', '160c431d-b81e-48d6-9501-c6d1667c11b6', 'chat.completions', 'true', 'FpL3VtvSp15J', 'Demo traffic', 'claims-summary', 'claims-summary', 'east-2', '1', 'ecccb671-584d-4b15-aa9e-10d9a610429e', NULL, NULL, 'completed', '200', NULL, '1', '199.2', '991.18', '1210', '0', '25', 'false', '771000', NULL, NULL),
  ('01a21f5b-05fb-750b-9d8f-082fe2c80d86', '2026-11-27 23:33:08.731+00', 'b20108c0-2c27-427f-bd1b-65538137ed1a', '160c431d-b81e-48d6-9501-c6d1667c11b6', 'chat.completions', 'true', 'FpL3VtvSp15J', 'Demo traffic', 'internal-search', 'internal-search', 'west-1', '1', 'ecccb671-584d-4b15-aa9e-10d9a610429e', NULL, NULL, 'completed', '200', NULL, '1', '253.91', '5453.24', '774', '0', '97', 'false', '319500', NULL, NULL),
  ('01a21f5b-08ea-72b5-9983-328c990aa521', '2026-11-27 23:33:09.482+00', 'b20108c0-2c27-427f-bd1b-65538137ed1a', '160c431d-b81e-48d6-9501-c6d1667c11b6', 'chat.completions', 'true', 'FpL3VtvSp15J', 'Demo traffic', 'internal-search', 'internal-search', 'west-1', '1', 'ecccb671-584d-4b15-aa9e-10d9a610429e', NULL, NULL, 'completed', '200', NULL, '1', '201.26', '533.88', '453', '0', '8', 'false', '143100', NULL, NULL),
  ('01a21f5b-1fba-72f9-8812-e68f157d2113', '2026-11-27 23:33:15.322+00', 'b20108c0-2c27-427f-bd1b-65538137ed1a', '160c431d-b81e-48d6-9501-c6d1667c11b6', 'chat.completions', 'true', 'FpL3VtvSp15J', 'Demo traffic', 'internal-search', 'internal-search', 'east-2', '1', 'ecccb671-584d-4b15-aa9e-10d9a610429e', NULL, NULL, 'cancelled', '499', 'client_closed', '1', '109.83', '3458.8', '757', '0', '79', 'true', '596400', NULL, NULL),
  ('01a21f5b-24a2-77b3-8496-b3b3b9af729c', '2026-11-27 23:33:16.578+00', 'b20108c0-2c27-427f-bd1b-65538137ed1a', '160c431d-b81e-48d6-9501-c6d1667c11b6', 'chat.completions', 'false', 'FpL3VtvSp15J', 'Demo traffic', 'support-chat', 'support-chat', 'east-1', '1', 'ecccb671-584d-4b15-aa9e-10d9a610429e', NULL, NULL, 'cancelled', '499', 'client_closed', '1', NULL, '2181.97', '2008', '0', '0', 'true', '1807200', NULL, NULL),
  ('01a21f5b-27ef-74e2-8856-a5ff856a3464', '2026-11-27 23:33:17.423+00', 'b20108c0-2c27-427f-bd1b-65538137ed1a', '160c431d-b81e-48d6-9501-c6d1667c11b6', 'chat.completions', 'true', 'FpL3VtvSp15J', 'Demo traffic', 'claims-summary', 'claims-summary', 'east-2', '1', 'ecccb671-584d-4b15-aa9e-10d9a610429e', NULL, NULL, 'cancelled', '499', 'client_closed', '1', '142', '1357.02', '1020', '0', '28', 'true', '662400', NULL, NULL),
  ('01a21f5b-2b69-7222-8c65-5c04bf4a441e', '2026-11-27 23:33:18.313+00', 'b20108c0-2c27-427f-bd1b-65538137ed1a', '160c431d-b81e-48d6-9501-c6d1667c11b6', 'chat.completions', 'true', 'FpL3VtvSp15J', 'Demo traffic', 'claims-summary', 'claims-summary', 'east-1', '1', 'ecccb671-584d-4b15-aa9e-10d9a610429e', NULL, NULL, 'cancelled', '499', 'client_closed', '1', '218.37', '448.3', '2008', '0', '2', 'true', '1812600', NULL, NULL);
INSERT INTO "users" ("id", "email", "name", "password_hash", "demo", "created_at") OVERRIDING SYSTEM VALUE VALUES
  ('0531279f-a43e-4600-84d1-82940887f9f0', 'engineer@demo.meridian.local', 'Erin Engineer', '$argon2id$v=19$m=19456,t=2,p=1$PIeD3klCdPXuvoKMO/w2Lg$eOuzKVU0YCf0F24q9b0j0BAdO6gQRMeexYTKv97iQtQ', 'true', '2026-11-27 23:32:49.901+00'),
  ('30a9ac0b-c382-44b8-80c1-acf1c9c328c6', 'viewer@demo.meridian.local', 'Vic Viewer', '$argon2id$v=19$m=19456,t=2,p=1$PIeD3klCdPXuvoKMO/w2Lg$eOuzKVU0YCf0F24q9b0j0BAdO6gQRMeexYTKv97iQtQ', 'true', '2026-11-27 23:32:49.97+00'),
  ('74c078c3-04db-4d03-b9ee-16ec2db9cedf', 'expert@demo.meridian.local', 'Dana Expert', '$argon2id$v=19$m=19456,t=2,p=1$PIeD3klCdPXuvoKMO/w2Lg$eOuzKVU0YCf0F24q9b0j0BAdO6gQRMeexYTKv97iQtQ', 'true', '2026-11-27 23:32:49.963+00'),
  ('c71b39da-cae3-4c0b-8a11-e6f53e8cf31c', 'owner@demo.meridian.local', 'Olivia Owner', '$argon2id$v=19$m=19456,t=2,p=1$PIeD3klCdPXuvoKMO/w2Lg$eOuzKVU0YCf0F24q9b0j0BAdO6gQRMeexYTKv97iQtQ', 'true', '2026-11-27 23:32:49.861+00');
INSERT INTO "workspaces" ("id", "slug", "name", "next_version_number", "created_at") OVERRIDING SYSTEM VALUE VALUES
  ('f4586493-0fe2-413a-9e84-750a1fd30076', 'demo', 'Demo workspace', '2', '2026-11-27 23:32:49.687+00');
INSERT INTO "audit_events" ("id", "workspace_id", "environment_id", "action", "actor_kind", "actor_id", "actor_name", "actor_role", "target_kind", "target_id", "before", "after", "occurred_at") OVERRIDING SYSTEM VALUE VALUES
  ('3977c333-bc58-4a1e-bba7-87d4bbaa796a', 'f4586493-0fe2-413a-9e84-750a1fd30076', 'b20108c0-2c27-427f-bd1b-65538137ed1a', 'gateway-key.create', 'system', 'seed', 'Meridian (seed)', NULL, 'gateway-key', 'FpL3VtvSp15J', NULL, '{"name": "Demo traffic", "prefix": "mk_live_FpL3VtvSp15J", "routes": ["*"], "expiresAtMs": null}', '2026-11-27 23:32:50.96+00'),
  ('50177080-05f7-4581-b82e-22abb07cc614', 'f4586493-0fe2-413a-9e84-750a1fd30076', 'b20108c0-2c27-427f-bd1b-65538137ed1a', 'routing-config.publish', 'system', 'seed', 'Meridian (seed)', NULL, 'deployment', 'ecccb671-584d-4b15-aa9e-10d9a610429e', NULL, '{"sha256": "107555421254daa8b383a47bf62c8d71cb606f3dad6468beb0c57dd51c463d05", "message": "Route the demo''s traffic", "configVersion": 1}', '2026-11-27 23:32:51.129+00'),
  ('5b42d341-88ce-46cd-8dc5-b5acc72c4e0f', 'f4586493-0fe2-413a-9e84-750a1fd30076', NULL, 'workspace.create', 'system', 'seed', 'Meridian (seed)', NULL, 'workspace', 'f4586493-0fe2-413a-9e84-750a1fd30076', NULL, '{"slug": "demo", "members": ["owner@demo.meridian.local owner", "engineer@demo.meridian.local engineer", "expert@demo.meridian.local domain_expert", "viewer@demo.meridian.local viewer"], "environments": ["production", "staging"]}', '2026-11-27 23:32:50.569+00'),
  ('6307bd6b-2dff-4065-b940-a30d68b75782', 'f4586493-0fe2-413a-9e84-750a1fd30076', 'b20108c0-2c27-427f-bd1b-65538137ed1a', 'secret.set', 'system', 'seed', 'Meridian (seed)', NULL, 'secret', '63121680-a065-451e-aaa4-972d3ed65bd9', NULL, '{"name": "DEMO_FLEET", "allowedHosts": ["127.0.0.1"]}', '2026-11-27 23:32:50.708+00');
INSERT INTO "config_versions" ("id", "workspace_id", "number", "yaml", "sha256", "parent_id", "message", "summary", "author_id", "author_name", "created_at") OVERRIDING SYSTEM VALUE VALUES
  ('9ccea2f3-0e0c-4a8f-b2ab-0f70c33ba1f4', 'f4586493-0fe2-413a-9e84-750a1fd30076', '1', '# How the demo''s traffic is routed. Edit it, look at the diff, publish it, and watch the Overview.
language: 1

defaults:
  timeouts: { connect: 1s, first_token: 15s, idle: 15s, response: 2m }
  # A failed attempt moves on to the next upstream as long as nothing was sent to the caller yet.
  retry: { max_attempts: 3, retry_on: [connect, first_token_timeout, 408, 409, 429, 5xx, stream_error], max_retry_share: 20% }

# Where requests can go: three replicas of one model. All are simulated engines on this machine.
upstreams:
  east-1:
    provider: vllm
    base_url: http://127.0.0.1:36597/v1
    api_key: "${secret.DEMO_FLEET}"
    upstream_model: llama-2-70b-chat
    region: us-east
    tags: [premium, hipaa]
    capabilities: { context_window: 32000 }
    price: { input_per_million_tokens: 0.90, output_per_million_tokens: 2.70 }
    limits: { max_in_flight: 64 }
    circuit_breaker: { error_rate: 20%, window: 30s, min_requests: 20, consecutive_failures: 5, open_for: 15s }
    slow_start: 15s
  east-2:
    provider: vllm
    base_url: http://127.0.0.1:41261/v1
    api_key: "${secret.DEMO_FLEET}"
    upstream_model: llama-2-70b-chat
    region: us-east
    tags: [standard, hipaa]
    capabilities: { context_window: 32000 }
    price: { input_per_million_tokens: 0.60, output_per_million_tokens: 1.80 }
    limits: { max_in_flight: 64 }
    circuit_breaker: { error_rate: 20%, window: 30s, min_requests: 20, consecutive_failures: 5, open_for: 15s }
    slow_start: 15s
  west-1:
    provider: vllm
    base_url: http://127.0.0.1:42685/v1
    api_key: "${secret.DEMO_FLEET}"
    upstream_model: llama-2-70b-chat
    region: us-west
    tags: [economy]
    capabilities: { context_window: 32000 }
    price: { input_per_million_tokens: 0.30, output_per_million_tokens: 0.90 }
    limits: { max_in_flight: 64 }
    circuit_breaker: { error_rate: 20%, window: 30s, min_requests: 20, consecutive_failures: 5, open_for: 15s }
    slow_start: 15s

# Callers choose a route by the model name they send.
routes:
  support-chat:
    description: Customer questions about orders and refunds.
    match: { models: [support-chat, "support-*"] }
    policy: latency                   # whichever answers soonest: a slow upstream loses its traffic within seconds
    targets:
      - { upstream: east-1, priority: 1 }
      - { upstream: east-2, priority: 1 }
      - { upstream: west-1, priority: 2 }   # only when both in the east are out
    outlier_ejection: { max_ejection_percent: 50%, base_ejection: 30s }
    timeouts: { first_token: 10s }

  claims-summary:
    description: Summaries of insurance claims.
    policy: queue                     # whichever has the fewest requests and tokens in flight
    targets:
      - { upstream: east-1 }
      - { upstream: east-2 }
    # Patient data: no fallback ever leaves these. West-1 has no hipaa tag; add it above and the checker warns.
    requirements: { tags: [hipaa], regions: ["us-*"] }

  internal-search:
    description: Answers for our own staff. Cost matters more than speed.
    policy: weighted                  # fixed shares of the traffic
    targets:
      - { upstream: west-1, priority: 1, weight: 80 }
      - { upstream: east-2, priority: 1, weight: 20 }
      - { upstream: east-1, priority: 2 }
', '107555421254daa8b383a47bf62c8d71cb606f3dad6468beb0c57dd51c463d05', NULL, 'Route the demo''s traffic', '{"Adds upstream east-1 (vllm, us-east)","Adds upstream east-2 (vllm, us-east)","Adds upstream west-1 (vllm, us-west)","Adds route support-chat (latency: east-1, east-2, then west-1)","Adds route claims-summary (queue: east-1, east-2)","Adds route internal-search (weighted: 80 % west-1, 20 % east-2, then east-1)","Sets the connect timeout of all routes that do not set their own to 1s","Sets the first-token timeout of all routes that do not set their own to 15s","Sets the idle timeout of all routes that do not set their own to 15s","Sets the response timeout of all routes that do not set their own to 2m","Sets the number of attempts of all routes that do not set their own to 3","Sets the failures that are retried of all routes that do not set their own to [connect, first_token_timeout, 408, 409, 429, 5xx, stream_error]","Sets the share of retries of all routes that do not set their own to 20%"}', NULL, 'Meridian (seed)', '2026-11-27 23:32:51.129+00');
INSERT INTO "environments" ("id", "workspace_id", "name", "created_at") OVERRIDING SYSTEM VALUE VALUES
  ('88a9e534-3165-4cc3-a63d-8d9113310dfc', 'f4586493-0fe2-413a-9e84-750a1fd30076', 'staging', '2026-11-27 23:32:50.383+00'),
  ('b20108c0-2c27-427f-bd1b-65538137ed1a', 'f4586493-0fe2-413a-9e84-750a1fd30076', 'production', '2026-11-27 23:32:49.995+00');
INSERT INTO "memberships" ("workspace_id", "user_id", "role", "created_at") OVERRIDING SYSTEM VALUE VALUES
  ('f4586493-0fe2-413a-9e84-750a1fd30076', '0531279f-a43e-4600-84d1-82940887f9f0', 'engineer', '2026-11-27 23:32:49.901+00'),
  ('f4586493-0fe2-413a-9e84-750a1fd30076', '30a9ac0b-c382-44b8-80c1-acf1c9c328c6', 'viewer', '2026-11-27 23:32:49.97+00'),
  ('f4586493-0fe2-413a-9e84-750a1fd30076', '74c078c3-04db-4d03-b9ee-16ec2db9cedf', 'domain_expert', '2026-11-27 23:32:49.963+00'),
  ('f4586493-0fe2-413a-9e84-750a1fd30076', 'c71b39da-cae3-4c0b-8a11-e6f53e8cf31c', 'owner', '2026-11-27 23:32:49.861+00');
INSERT INTO "metric_cells_10s" ("environment_id", "start_at", "series_id", "instance_id", "epoch", "requests", "attempts", "rescued", "input_tokens", "cached_input_tokens", "output_tokens", "cost_nano_usd", "duration_ms", "first_token_ms", "per_token_ms", "updated_at") OVERRIDING SYSTEM VALUE VALUES
  ('b20108c0-2c27-427f-bd1b-65538137ed1a', '2026-11-27 23:33:00+00', '1', '160c431d-b81e-48d6-9501-c6d1667c11b6', '1795822381551', '5', '5', '0', '2601', '0', '239', '2986200', E'\\x01a4703d0ab72fc14058010d01070103010901', E'\\x0134333333330f7a404c0102010701', E'\\x01a4c645ba3e335a4040020101', '2026-11-27 23:33:10.424926+00'),
  ('b20108c0-2c27-427f-bd1b-65538137ed1a', '2026-11-27 23:33:00+00', '2', '160c431d-b81e-48d6-9501-c6d1667c11b6', '1795822381551', '2', '2', '0', '2382', '0', '80', '2359800', E'\\x017b14ae476132a54068010501', E'\\x0152b81e85ebb168405501', E'\\x0179b25ade18913f403f01', '2026-11-27 23:33:10.424955+00'),
  ('b20108c0-2c27-427f-bd1b-65538137ed1a', '2026-11-27 23:33:00+00', '3', '160c431d-b81e-48d6-9501-c6d1667c11b6', '1795822381551', '3', '3', '0', '4336', '0', '111', '2801400', E'\\x01a4703d0ad758b140670102010801', E'\\x01703d0ad7a3c48340510104010401', E'\\x010468cd86f4f1594040020101', '2026-11-27 23:33:10.424966+00'),
  ('b20108c0-2c27-427f-bd1b-65538137ed1a', '2026-11-27 23:33:00+00', '4', '160c431d-b81e-48d6-9501-c6d1667c11b6', '1795822381551', '3', '3', '0', '1100', '0', '158', '944400', E'\\x010ad7a3703d36b640650106010b01', E'\\x01ccccccccccf87740490105010601', E'\\x017acd47e82b145a4040010102', '2026-11-27 23:33:10.424976+00'),
  ('b20108c0-2c27-427f-bd1b-65538137ed1a', '2026-11-27 23:33:10+00', '1', '160c431d-b81e-48d6-9501-c6d1667c11b6', '1795822381551', '15', '15', '0', '15447', '0', '625', '15589800', E'\\x019a9999996927d8405f010201040102030201010201020201080102010201', E'\\x01a4703d0ad72e9d40490101010201010301010201010206020101', E'\\x01f50970321d1b7e403f03010101030106', '2026-11-27 23:33:18.417275+00'),
  ('b20108c0-2c27-427f-bd1b-65538137ed1a', '2026-11-27 23:33:10+00', '10', '160c431d-b81e-48d6-9501-c6d1667c11b6', '1795822381551', '1', '1', '0', '2008', '0', '0', '1807200', E'\\x013d0ad7a3f00ba1407001', E'\\x010000000000000000', E'\\x010000000000000000', '2026-11-27 23:33:20.420232+00'),
  ('b20108c0-2c27-427f-bd1b-65538137ed1a', '2026-11-27 23:33:10+00', '11', '160c431d-b81e-48d6-9501-c6d1667c11b6', '1795822381551', '2', '2', '0', '1393', '0', '27', '884400', E'\\x015c8fc2f52876a04065010501', E'\\x01f6285c8fc2e570405801', E'\\x010000000000000000', '2026-11-27 23:33:20.42027+00'),
  ('b20108c0-2c27-427f-bd1b-65538137ed1a', '2026-11-27 23:33:10+00', '2', '160c431d-b81e-48d6-9501-c6d1667c11b6', '1795822381551', '3', '3', '0', '1791', '0', '147', '2008800', E'\\x0186eb51b85e22b64064021401', E'\\x0147e17a14ae13814047010c010701', E'\\x01b1483121865b6140400104010201', '2026-11-27 23:33:16.423813+00'),
  ('b20108c0-2c27-427f-bd1b-65538137ed1a', '2026-11-27 23:33:10+00', '3', '160c431d-b81e-48d6-9501-c6d1667c11b6', '1795822381551', '5', '5', '0', '4059', '0', '260', '2903400', E'\\x0152b81e850bc6c3405c010c0103010a010301', E'\\x010ad7a3703d0884404d0106010102', E'\\x014a93e0d210d562403f0203010301', '2026-11-27 23:33:18.417306+00'),
  ('b20108c0-2c27-427f-bd1b-65538137ed1a', '2026-11-27 23:33:10+00', '4', '160c431d-b81e-48d6-9501-c6d1667c11b6', '1795822381551', '12', '12', '0', '8846', '0', '568', '6330000', E'\\x0151b81e85fb33d7405b0106020502020104010301060102020301', E'\\x013e0ad7a370829b404701070202020202020101020401', E'\\x01a26d1ef459b47a403e0101010202010501010301', '2026-11-27 23:33:18.417319+00'),
  ('b20108c0-2c27-427f-bd1b-65538137ed1a', '2026-11-27 23:33:10+00', '5', '160c431d-b81e-48d6-9501-c6d1667c11b6', '1795822381551', '1', '1', '0', '496', '0', '14', '322800', E'\\x017b14ae47e11a7f405f01', E'\\x01e17a14ae47615c404e01', E'\\x0104cc5936ff8c3d403f01', '2026-11-27 23:33:10.424999+00'),
  ('b20108c0-2c27-427f-bd1b-65538137ed1a', '2026-11-27 23:33:10+00', '6', '160c431d-b81e-48d6-9501-c6d1667c11b6', '1795822381551', '8', '8', '0', '5555', '0', '326', '1959900', E'\\x019a999999e9e5d140600106020701010101010b010101', E'\\x01d7a3703d8a9da1404e01050102010202040103010101', E'\\x01b08756f2595e78404301010301030101', '2026-11-27 23:33:18.417329+00'),
  ('b20108c0-2c27-427f-bd1b-65538137ed1a', '2026-11-27 23:33:10+00', '7', '160c431d-b81e-48d6-9501-c6d1667c11b6', '1795822381551', '2', '2', '0', '2876', '0', '2', '2593800', E'\\x01ec51b81e858787405a010401', E'\\x01a4703d0ad74b6b405601', E'\\x010000000000000000', '2026-11-27 23:33:20.42028+00'),
  ('b20108c0-2c27-427f-bd1b-65538137ed1a', '2026-11-27 23:33:10+00', '8', '160c431d-b81e-48d6-9501-c6d1667c11b6', '1795822381551', '2', '2', '0', '2372', '0', '47', '1507800', E'\\x017b14ae476127a14065010601', E'\\x0152b81e85ebb5764051010501', E'\\x010000000000000000', '2026-11-27 23:33:20.420288+00'),
  ('b20108c0-2c27-427f-bd1b-65538137ed1a', '2026-11-27 23:33:10+00', '9', '160c431d-b81e-48d6-9501-c6d1667c11b6', '1795822381551', '1', '1', '0', '757', '0', '79', '596400', E'\\x019a9999999905ab407601', E'\\x0185eb51b81e755b404e01', E'\\x010000000000000000', '2026-11-27 23:33:20.420294+00');
INSERT INTO "metric_cells_1h" ("environment_id", "start_at", "series_id", "requests", "attempts", "rescued", "input_tokens", "cached_input_tokens", "output_tokens", "cost_nano_usd", "duration_ms", "first_token_ms", "per_token_ms", "updated_at") OVERRIDING SYSTEM VALUE VALUES
  ('b20108c0-2c27-427f-bd1b-65538137ed1a', '2026-11-27 23:00:00+00', '1', '20', '20', '0', '18048', '0', '864', '18576000', E'\\x01f6285c8fa25fe040580107010201040202030201010201020101010102010601020101010101', E'\\x01b81e85eb51d9a1404901010102020103010202010102040102020101', E'\\x01cfbd8070f65382403f03010301040106', '2026-11-27 23:33:19.733097+00'),
  ('b20108c0-2c27-427f-bd1b-65538137ed1a', '2026-11-27 23:00:00+00', '10', '1', '1', '0', '2008', '0', '0', '1807200', E'\\x013d0ad7a3f00ba1407001', E'\\x010000000000000000', E'\\x010000000000000000', '2026-11-27 23:33:30.10247+00'),
  ('b20108c0-2c27-427f-bd1b-65538137ed1a', '2026-11-27 23:00:00+00', '11', '2', '2', '0', '1393', '0', '27', '884400', E'\\x015c8fc2f52876a04065010501', E'\\x01f6285c8fc2e570405801', E'\\x010000000000000000', '2026-11-27 23:33:30.102476+00'),
  ('b20108c0-2c27-427f-bd1b-65538137ed1a', '2026-11-27 23:00:00+00', '2', '5', '5', '0', '4173', '0', '227', '4368600', E'\\x01e27a14aec75dc0406402040105010b01', E'\\x015c8fc2f52840874047010c0102010501', E'\\x01009ffc3ca94d65403f01010104010201', '2026-11-27 23:33:19.733137+00'),
  ('b20108c0-2c27-427f-bd1b-65538137ed1a', '2026-11-27 23:00:00+00', '3', '8', '8', '0', '8395', '0', '371', '5704800', E'\\x01a4703d0a7772cc405c010b01010101010201060104010301', E'\\x013d0ad7a370e693404d0104010201010201010401', E'\\x014c4747160bce6f403f020102010101010301', '2026-11-27 23:33:19.733148+00'),
  ('b20108c0-2c27-427f-bd1b-65538137ed1a', '2026-11-27 23:00:00+00', '4', '15', '15', '0', '9946', '0', '726', '7274400', E'\\x0114ae47e18ac1dc405b0106020401010202010301010103010601010101020301', E'\\x01b81e85eb51c0a04047010201050302020202020201020401', E'\\x0180301877b29c80403e01010101010104010501010301', '2026-11-27 23:33:19.733157+00'),
  ('b20108c0-2c27-427f-bd1b-65538137ed1a', '2026-11-27 23:00:00+00', '5', '1', '1', '0', '496', '0', '14', '322800', E'\\x017b14ae47e11a7f405f01', E'\\x01e17a14ae47615c404e01', E'\\x0104cc5936ff8c3d403f01', '2026-11-27 23:33:19.733162+00'),
  ('b20108c0-2c27-427f-bd1b-65538137ed1a', '2026-11-27 23:00:00+00', '6', '8', '8', '0', '5555', '0', '326', '1959900', E'\\x019a999999e9e5d140600106020701010101010b010101', E'\\x01d7a3703d8a9da1404e01050102010202040103010101', E'\\x01b08756f2595e78404301010301030101', '2026-11-27 23:33:19.733199+00'),
  ('b20108c0-2c27-427f-bd1b-65538137ed1a', '2026-11-27 23:00:00+00', '7', '2', '2', '0', '2876', '0', '2', '2593800', E'\\x01ec51b81e858787405a010401', E'\\x01a4703d0ad74b6b405601', E'\\x010000000000000000', '2026-11-27 23:33:30.102406+00'),
  ('b20108c0-2c27-427f-bd1b-65538137ed1a', '2026-11-27 23:00:00+00', '8', '2', '2', '0', '2372', '0', '47', '1507800', E'\\x017b14ae476127a14065010601', E'\\x0152b81e85ebb5764051010501', E'\\x010000000000000000', '2026-11-27 23:33:30.102456+00'),
  ('b20108c0-2c27-427f-bd1b-65538137ed1a', '2026-11-27 23:00:00+00', '9', '1', '1', '0', '757', '0', '79', '596400', E'\\x019a9999999905ab407601', E'\\x0185eb51b81e755b404e01', E'\\x010000000000000000', '2026-11-27 23:33:30.102464+00');
INSERT INTO "metric_cells_1m" ("environment_id", "start_at", "series_id", "requests", "attempts", "rescued", "input_tokens", "cached_input_tokens", "output_tokens", "cost_nano_usd", "duration_ms", "first_token_ms", "per_token_ms", "updated_at") OVERRIDING SYSTEM VALUE VALUES
  ('b20108c0-2c27-427f-bd1b-65538137ed1a', '2026-11-27 23:33:00+00', '1', '20', '20', '0', '18048', '0', '864', '18576000', E'\\x01f6285c8fa25fe040580107010201040202030201010201020101010102010601020101010101', E'\\x01b81e85eb51d9a1404901010102020103010202010102040102020101', E'\\x01cfbd8070f65382403f03010301040106', '2026-11-27 23:33:19.686671+00'),
  ('b20108c0-2c27-427f-bd1b-65538137ed1a', '2026-11-27 23:33:00+00', '10', '1', '1', '0', '2008', '0', '0', '1807200', E'\\x013d0ad7a3f00ba1407001', E'\\x010000000000000000', E'\\x010000000000000000', '2026-11-27 23:33:29.83353+00'),
  ('b20108c0-2c27-427f-bd1b-65538137ed1a', '2026-11-27 23:33:00+00', '11', '2', '2', '0', '1393', '0', '27', '884400', E'\\x015c8fc2f52876a04065010501', E'\\x01f6285c8fc2e570405801', E'\\x010000000000000000', '2026-11-27 23:33:29.833535+00'),
  ('b20108c0-2c27-427f-bd1b-65538137ed1a', '2026-11-27 23:33:00+00', '2', '5', '5', '0', '4173', '0', '227', '4368600', E'\\x01e27a14aec75dc0406402040105010b01', E'\\x015c8fc2f52840874047010c0102010501', E'\\x01009ffc3ca94d65403f01010104010201', '2026-11-27 23:33:19.686768+00'),
  ('b20108c0-2c27-427f-bd1b-65538137ed1a', '2026-11-27 23:33:00+00', '3', '8', '8', '0', '8395', '0', '371', '5704800', E'\\x01a4703d0a7772cc405c010b01010101010201060104010301', E'\\x013d0ad7a370e693404d0104010201010201010401', E'\\x014c4747160bce6f403f020102010101010301', '2026-11-27 23:33:19.68678+00'),
  ('b20108c0-2c27-427f-bd1b-65538137ed1a', '2026-11-27 23:33:00+00', '4', '15', '15', '0', '9946', '0', '726', '7274400', E'\\x0114ae47e18ac1dc405b0106020401010202010301010103010601010101020301', E'\\x01b81e85eb51c0a04047010201050302020202020201020401', E'\\x0180301877b29c80403e01010101010104010501010301', '2026-11-27 23:33:19.686788+00'),
  ('b20108c0-2c27-427f-bd1b-65538137ed1a', '2026-11-27 23:33:00+00', '5', '1', '1', '0', '496', '0', '14', '322800', E'\\x017b14ae47e11a7f405f01', E'\\x01e17a14ae47615c404e01', E'\\x0104cc5936ff8c3d403f01', '2026-11-27 23:33:19.686794+00'),
  ('b20108c0-2c27-427f-bd1b-65538137ed1a', '2026-11-27 23:33:00+00', '6', '8', '8', '0', '5555', '0', '326', '1959900', E'\\x019a999999e9e5d140600106020701010101010b010101', E'\\x01d7a3703d8a9da1404e01050102010202040103010101', E'\\x01b08756f2595e78404301010301030101', '2026-11-27 23:33:19.686819+00'),
  ('b20108c0-2c27-427f-bd1b-65538137ed1a', '2026-11-27 23:33:00+00', '7', '2', '2', '0', '2876', '0', '2', '2593800', E'\\x01ec51b81e858787405a010401', E'\\x01a4703d0ad74b6b405601', E'\\x010000000000000000', '2026-11-27 23:33:29.833464+00'),
  ('b20108c0-2c27-427f-bd1b-65538137ed1a', '2026-11-27 23:33:00+00', '8', '2', '2', '0', '2372', '0', '47', '1507800', E'\\x017b14ae476127a14065010601', E'\\x0152b81e85ebb5764051010501', E'\\x010000000000000000', '2026-11-27 23:33:29.833497+00'),
  ('b20108c0-2c27-427f-bd1b-65538137ed1a', '2026-11-27 23:33:00+00', '9', '1', '1', '0', '757', '0', '79', '596400', E'\\x019a9999999905ab407601', E'\\x0185eb51b81e755b404e01', E'\\x010000000000000000', '2026-11-27 23:33:29.83352+00');
INSERT INTO "deployments" ("id", "workspace_id", "environment_id", "config_version_id", "kind", "state", "reason", "idempotency_key", "created_by_id", "created_by_name", "created_at", "superseded_at") OVERRIDING SYSTEM VALUE VALUES
  ('ecccb671-584d-4b15-aa9e-10d9a610429e', 'f4586493-0fe2-413a-9e84-750a1fd30076', 'b20108c0-2c27-427f-bd1b-65538137ed1a', '9ccea2f3-0e0c-4a8f-b2ab-0f70c33ba1f4', 'publish', 'completed', 'Route the demo''s traffic', 'demo-seed', NULL, 'Meridian (seed)', '2026-11-27 23:32:51.129+00', NULL);
INSERT INTO "environment_snapshots" ("environment_id", "serial", "payload", "signature", "updated_at") OVERRIDING SYSTEM VALUE VALUES
  ('88a9e534-3165-4cc3-a63d-8d9113310dfc', '1', E'\\x7b22666f726d6174223a312c22776f726b73706163654964223a2266343538363439332d306665322d343133612d396538342d373530613166643330303736222c22656e7669726f6e6d656e744964223a2238386139653533342d333136352d346363332d613633642d386439313133333130646663222c22656e7669726f6e6d656e744e616d65223a2273746167696e67222c2273657269616c223a312c2269737375656441744d73223a313739353832323337303338382c226465706c6f796d656e74223a6e756c6c2c226b657973223a5b5d2c226f7665727269646573223a5b5d2c2273656372657473223a5b5d7d', E'\\xc33796bf6f21184763de44733fd4497bfb683551f92872563a0f75793e65f9b7', '2026-11-27 23:32:50.541+00'),
  ('b20108c0-2c27-427f-bd1b-65538137ed1a', '4', E'\\x7b22666f726d6174223a312c22776f726b73706163654964223a2266343538363439332d306665322d343133612d396538342d373530613166643330303736222c22656e7669726f6e6d656e744964223a2262323031303863302d326332372d343237662d626431622d363535333831333765643161222c22656e7669726f6e6d656e744e616d65223a2270726f64756374696f6e222c2273657269616c223a342c2269737375656441744d73223a313739353832323337313132392c226465706c6f796d656e74223a7b226964223a2265636363623637312d353834642d346231352d616139652d313064396136313034323965222c22636f6e66696756657273696f6e4964223a2239636365613266332d306530632d346138662d623261622d306637306333336261316634222c22636f6e66696756657273696f6e223a312c22736861323536223a2231303735353534323132353464616138623338336134376266363263386437316362363036663364616436343638626562306335376464353163343633643035222c2279616d6c223a222320486f77207468652064656d6f2773207472616666696320697320726f757465642e20456469742069742c206c6f6f6b2061742074686520646966662c207075626c6973682069742c20616e6420776174636820746865204f766572766965772e5c6e6c616e67756167653a20315c6e5c6e64656661756c74733a5c6e202074696d656f7574733a207b20636f6e6e6563743a2031732c2066697273745f746f6b656e3a203135732c2069646c653a203135732c20726573706f6e73653a20326d207d5c6e2020232041206661696c656420617474656d7074206d6f766573206f6e20746f20746865206e65787420757073747265616d206173206c6f6e67206173206e6f7468696e67207761732073656e7420746f207468652063616c6c6572207965742e5c6e202072657472793a207b206d61785f617474656d7074733a20332c2072657472795f6f6e3a205b636f6e6e6563742c2066697273745f746f6b656e5f74696d656f75742c203430382c203430392c203432392c203578782c2073747265616d5f6572726f725d2c206d61785f72657472795f73686172653a20323025207d5c6e5c6e232057686572652072657175657374732063616e20676f3a207468726565207265706c69636173206f66206f6e65206d6f64656c2e20416c6c206172652073696d756c6174656420656e67696e6573206f6e2074686973206d616368696e652e5c6e757073747265616d733a5c6e2020656173742d313a5c6e2020202070726f76696465723a20766c6c6d5c6e20202020626173655f75726c3a20687474703a2f2f3132372e302e302e313a33363539372f76315c6e202020206170695f6b65793a205c22247b7365637265742e44454d4f5f464c4545547d5c225c6e20202020757073747265616d5f6d6f64656c3a206c6c616d612d322d3730622d636861745c6e20202020726567696f6e3a2075732d656173745c6e20202020746167733a205b7072656d69756d2c2068697061615d5c6e202020206361706162696c69746965733a207b20636f6e746578745f77696e646f773a203332303030207d5c6e2020202070726963653a207b20696e7075745f7065725f6d696c6c696f6e5f746f6b656e733a20302e39302c206f75747075745f7065725f6d696c6c696f6e5f746f6b656e733a20322e3730207d5c6e202020206c696d6974733a207b206d61785f696e5f666c696768743a203634207d5c6e20202020636972637569745f627265616b65723a207b206572726f725f726174653a203230252c2077696e646f773a203330732c206d696e5f72657175657374733a2032302c20636f6e73656375746976655f6661696c757265733a20352c206f70656e5f666f723a20313573207d5c6e20202020736c6f775f73746172743a203135735c6e2020656173742d323a5c6e2020202070726f76696465723a20766c6c6d5c6e20202020626173655f75726c3a20687474703a2f2f3132372e302e302e313a34313236312f76315c6e202020206170695f6b65793a205c22247b7365637265742e44454d4f5f464c4545547d5c225c6e20202020757073747265616d5f6d6f64656c3a206c6c616d612d322d3730622d636861745c6e20202020726567696f6e3a2075732d656173745c6e20202020746167733a205b7374616e646172642c2068697061615d5c6e202020206361706162696c69746965733a207b20636f6e746578745f77696e646f773a203332303030207d5c6e2020202070726963653a207b20696e7075745f7065725f6d696c6c696f6e5f746f6b656e733a20302e36302c206f75747075745f7065725f6d696c6c696f6e5f746f6b656e733a20312e3830207d5c6e202020206c696d6974733a207b206d61785f696e5f666c696768743a203634207d5c6e20202020636972637569745f627265616b65723a207b206572726f725f726174653a203230252c2077696e646f773a203330732c206d696e5f72657175657374733a2032302c20636f6e73656375746976655f6661696c757265733a20352c206f70656e5f666f723a20313573207d5c6e20202020736c6f775f73746172743a203135735c6e2020776573742d313a5c6e2020202070726f76696465723a20766c6c6d5c6e20202020626173655f75726c3a20687474703a2f2f3132372e302e302e313a34323638352f76315c6e202020206170695f6b65793a205c22247b7365637265742e44454d4f5f464c4545547d5c225c6e20202020757073747265616d5f6d6f64656c3a206c6c616d612d322d3730622d636861745c6e20202020726567696f6e3a2075732d776573745c6e20202020746167733a205b65636f6e6f6d795d5c6e202020206361706162696c69746965733a207b20636f6e746578745f77696e646f773a203332303030207d5c6e2020202070726963653a207b20696e7075745f7065725f6d696c6c696f6e5f746f6b656e733a20302e33302c206f75747075745f7065725f6d696c6c696f6e5f746f6b656e733a20302e3930207d5c6e202020206c696d6974733a207b206d61785f696e5f666c696768743a203634207d5c6e20202020636972637569745f627265616b65723a207b206572726f725f726174653a203230252c2077696e646f773a203330732c206d696e5f72657175657374733a2032302c20636f6e73656375746976655f6661696c757265733a20352c206f70656e5f666f723a20313573207d5c6e20202020736c6f775f73746172743a203135735c6e5c6e232043616c6c6572732063686f6f7365206120726f75746520627920746865206d6f64656c206e616d6520746865792073656e642e5c6e726f757465733a5c6e2020737570706f72742d636861743a5c6e202020206465736372697074696f6e3a20437573746f6d6572207175657374696f6e732061626f7574206f726465727320616e6420726566756e64732e5c6e202020206d617463683a207b206d6f64656c733a205b737570706f72742d636861742c205c22737570706f72742d2a5c225d207d5c6e20202020706f6c6963793a206c6174656e637920202020202020202020202020202020202020232077686963686576657220616e737765727320736f6f6e6573743a206120736c6f7720757073747265616d206c6f7365732069747320747261666669632077697468696e207365636f6e64735c6e20202020746172676574733a5c6e2020202020202d207b20757073747265616d3a20656173742d312c207072696f726974793a2031207d5c6e2020202020202d207b20757073747265616d3a20656173742d322c207072696f726974793a2031207d5c6e2020202020202d207b20757073747265616d3a20776573742d312c207072696f726974793a2032207d20202023206f6e6c79207768656e20626f746820696e20746865206561737420617265206f75745c6e202020206f75746c6965725f656a656374696f6e3a207b206d61785f656a656374696f6e5f70657263656e743a203530252c20626173655f656a656374696f6e3a20333073207d5c6e2020202074696d656f7574733a207b2066697273745f746f6b656e3a20313073207d5c6e5c6e2020636c61696d732d73756d6d6172793a5c6e202020206465736372697074696f6e3a2053756d6d6172696573206f6620696e737572616e636520636c61696d732e5c6e20202020706f6c6963793a207175657565202020202020202020202020202020202020202020232077686963686576657220686173207468652066657765737420726571756573747320616e6420746f6b656e7320696e20666c696768745c6e20202020746172676574733a5c6e2020202020202d207b20757073747265616d3a20656173742d31207d5c6e2020202020202d207b20757073747265616d3a20656173742d32207d5c6e20202020232050617469656e7420646174613a206e6f2066616c6c6261636b2065766572206c65617665732074686573652e20576573742d3120686173206e6f206869706161207461673b206164642069742061626f766520616e642074686520636865636b6572207761726e732e5c6e20202020726571756972656d656e74733a207b20746167733a205b68697061615d2c20726567696f6e733a205b5c2275732d2a5c225d207d5c6e5c6e2020696e7465726e616c2d7365617263683a5c6e202020206465736372697074696f6e3a20416e737765727320666f72206f7572206f776e2073746166662e20436f7374206d617474657273206d6f7265207468616e2073706565642e5c6e20202020706f6c6963793a2077656967687465642020202020202020202020202020202020202320666978656420736861726573206f662074686520747261666669635c6e20202020746172676574733a5c6e2020202020202d207b20757073747265616d3a20776573742d312c207072696f726974793a20312c207765696768743a203830207d5c6e2020202020202d207b20757073747265616d3a20656173742d322c207072696f726974793a20312c207765696768743a203230207d5c6e2020202020202d207b20757073747265616d3a20656173742d312c207072696f726974793a2032207d5c6e227d2c226b657973223a5b7b226964223a2246704c33567476537031354a222c226e616d65223a2244656d6f2074726166666963222c22736861323536223a2238376133356662353265396239613638363937663361613139373266326262613038323665656461383233336264353762303364383365336138393435326161222c22726f75746573223a5b222a225d2c226578706972657341744d73223a6e756c6c7d5d2c226f7665727269646573223a5b5d2c2273656372657473223a5b7b226e616d65223a2244454d4f5f464c454554222c227365616c6564223a2241634a362f364f564b74694a4571475a667874694a4a442b6a6e533866364a6c76676e6a7674725a424d7442776f766374637467756259795367724d222c22616c6c6f776564486f737473223a5b223132372e302e302e31225d7d5d7d', E'\\xbb89b555cc889b386421dedc290124db0fd67deda89cfa48ad89e60fc4041c5a', '2026-11-27 23:32:51.791+00');
INSERT INTO "gateway_keys" ("id", "workspace_id", "environment_id", "name", "sha256", "prefix", "routes", "created_by_id", "created_at", "expires_at", "revoked_at") OVERRIDING SYSTEM VALUE VALUES
  ('FpL3VtvSp15J', 'f4586493-0fe2-413a-9e84-750a1fd30076', 'b20108c0-2c27-427f-bd1b-65538137ed1a', 'Demo traffic', '87a35fb52e9b9a68697f3aa1972f2bba0826eeda8233bd57b03d83e3a89452aa', 'mk_live_FpL3VtvSp15J', '{*}', NULL, '2026-11-27 23:32:50.96+00', NULL, NULL);
INSERT INTO "secrets" ("id", "workspace_id", "environment_id", "name", "sealed", "allowed_hosts", "updated_by_id", "created_at", "updated_at") OVERRIDING SYSTEM VALUE VALUES
  ('63121680-a065-451e-aaa4-972d3ed65bd9', 'f4586493-0fe2-413a-9e84-750a1fd30076', 'b20108c0-2c27-427f-bd1b-65538137ed1a', 'DEMO_FLEET', E'\\x015123077879c6ddaefb69452b3577ff69856892eff4df5a6d672575dc21d3b3a14ca4d3bbecd11439b27eeb45', '{127.0.0.1}', NULL, '2026-11-27 23:32:50.708+00', '2026-11-27 23:32:50.708+00');
SELECT setval(pg_get_serial_sequence('metric_series', 'id'), coalesce(max("id"), 1), max("id") IS NOT NULL) FROM "metric_series";
