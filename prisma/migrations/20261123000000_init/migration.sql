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
