-- CreateEnum
CREATE TYPE "ErrorInsightState" AS ENUM ('new', 'ongoing', 'escalating', 'regressed', 'resolved');

-- CreateTable
CREATE TABLE "error_insights" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "fingerprint_version" INTEGER NOT NULL,
    "error_class" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "upstream" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "sample_message" TEXT NOT NULL,
    "state" "ErrorInsightState" NOT NULL DEFAULT 'new',
    "state_since" TIMESTAMPTZ(3) NOT NULL,
    "onset_at" TIMESTAMPTZ(3) NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "requests" BIGINT NOT NULL DEFAULT 0,
    "reached_caller" BIGINT NOT NULL DEFAULT 0,
    "resolved_at" TIMESTAMPTZ(3),
    "evaluated_at" TIMESTAMPTZ(3),

    CONSTRAINT "error_insights_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "error_insight_transitions" (
    "id" UUID NOT NULL,
    "insight_id" UUID NOT NULL,
    "from_state" "ErrorInsightState",
    "to_state" "ErrorInsightState" NOT NULL,
    "note" TEXT NOT NULL,
    "by_name" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "error_insight_transitions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "error_insights_environment_id_last_seen_at_idx" ON "error_insights"("environment_id", "last_seen_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "error_insights_environment_id_fingerprint_key" ON "error_insights"("environment_id", "fingerprint");

-- CreateIndex
CREATE INDEX "error_insight_transitions_insight_id_at_idx" ON "error_insight_transitions"("insight_id", "at" DESC);

-- AddForeignKey
ALTER TABLE "error_insights" ADD CONSTRAINT "error_insights_workspace_id_environment_id_fkey" FOREIGN KEY ("workspace_id", "environment_id") REFERENCES "environments"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "error_insight_transitions" ADD CONSTRAINT "error_insight_transitions_insight_id_fkey" FOREIGN KEY ("insight_id") REFERENCES "error_insights"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What follows is written by hand: Prisma does not describe it (see "tables.external" in prisma.config.ts).

-- The worker looks again at what is not resolved.
CREATE INDEX "error_insights_unresolved" ON "error_insights" ("evaluated_at" NULLS FIRST) WHERE "state" <> 'resolved';

-- Requests that failed, or needed more than one attempt, until the worker has counted them. Written with the request, in
-- the same statement, and taken in the transaction that counts: each is counted once, however late it comes.
CREATE TABLE "error_insight_queue" (
  "started_at" timestamptz(3) NOT NULL,
  "request_id" uuid NOT NULL,
  "environment_id" uuid NOT NULL,
  PRIMARY KEY ("started_at", "request_id")
);

-- How often an insight was seen, in windows of 5 minutes.
CREATE TABLE "error_insight_counts" (
  "insight_id" uuid NOT NULL REFERENCES "error_insights" ("id") ON DELETE CASCADE,
  "start_at" timestamptz(0) NOT NULL,
  "requests" integer NOT NULL,
  "reached_caller" integer NOT NULL,
  PRIMARY KEY ("insight_id", "start_at")
);
CREATE INDEX "error_insight_counts_start" ON "error_insight_counts" ("start_at");

-- What its requests had in common, by the hour.
CREATE TABLE "error_insight_shares" (
  "insight_id" uuid NOT NULL REFERENCES "error_insights" ("id") ON DELETE CASCADE,
  "start_at" timestamptz(0) NOT NULL,
  "dimension" text NOT NULL,
  "value" text NOT NULL,
  "requests" integer NOT NULL,
  PRIMARY KEY ("insight_id", "start_at", "dimension", "value")
);
CREATE INDEX "error_insight_shares_start" ON "error_insight_shares" ("start_at");

-- The newest requests of each insight.
CREATE TABLE "error_insight_samples" (
  "insight_id" uuid NOT NULL REFERENCES "error_insights" ("id") ON DELETE CASCADE,
  "started_at" timestamptz(3) NOT NULL,
  "request_id" uuid NOT NULL,
  PRIMARY KEY ("insight_id", "started_at", "request_id")
);

-- The log by what is rare in it: what went wrong, one session, one trace.
CREATE INDEX "requests_troubled" ON "requests" ("environment_id", "started_at" DESC, "id" DESC) WHERE "outcome" <> 'completed';
CREATE INDEX "requests_session" ON "requests" ("environment_id", "session_hash", "started_at" DESC, "id" DESC) WHERE "session_hash" IS NOT NULL;
CREATE INDEX "requests_trace" ON "requests" ("environment_id", "trace_id", "started_at" DESC, "id" DESC) WHERE "trace_id" IS NOT NULL;

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'meridian_gateway') THEN
    GRANT INSERT ON "error_insight_queue" TO meridian_gateway;
  END IF;
END $$;
