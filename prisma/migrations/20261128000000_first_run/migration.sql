-- CreateEnum
CREATE TYPE "DemoState" AS ENUM ('present', 'absent');

-- AlterTable
ALTER TABLE "workspaces" ADD COLUMN     "demo" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "deleted_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "installation" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "demo" "DemoState" NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "installation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deleted_environments" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "deleted_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "deleted_environments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "getting_started" (
    "workspace_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "story_read_at" TIMESTAMPTZ(3),
    "dismissed_at" TIMESTAMPTZ(3),

    CONSTRAINT "getting_started_pkey" PRIMARY KEY ("workspace_id","user_id")
);

-- CreateIndex
CREATE INDEX "getting_started_user_id_idx" ON "getting_started"("user_id");

-- AddForeignKey
ALTER TABLE "getting_started" ADD CONSTRAINT "getting_started_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "getting_started" ADD CONSTRAINT "getting_started_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What follows is written by hand.

ALTER TABLE "installation" ADD CONSTRAINT "installation_one_row" CHECK ("id" = 1);

-- Until now every installation had the demo, and nothing else.
UPDATE "workspaces" SET "demo" = true WHERE "slug" = 'demo';
INSERT INTO "installation" ("demo", "decided_at") SELECT 'present', now() FROM "workspaces" WHERE "slug" = 'demo';

-- Empties a demo workspace and gives its address free. Its row stays, for the sake of the audit events that refer to it: they
-- are append-only for everyone. What stands by environment without a reference (request log, cells) is erased by the worker,
-- which finds the environments in "deleted_environments".
CREATE FUNCTION delete_demo_workspace("workspace" uuid, "at" timestamptz) RETURNS void
  LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
  "child" record;
BEGIN
  UPDATE "workspaces" SET "slug" = 'deleted-' || "id", "name" = 'Deleted demo', "deleted_at" = "at"
    WHERE "id" = "workspace" AND "demo" AND "deleted_at" IS NULL;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'workspace % is no demo workspace', "workspace" USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO "deleted_environments" ("id", "workspace_id", "deleted_at")
    SELECT "id", "workspace_id", "at" FROM "environments" WHERE "workspace_id" = "workspace";
  DELETE FROM "environments" WHERE "workspace_id" = "workspace";
  -- Whatever a workspace would take with it, by the catalog: a table that comes later is not forgotten.
  FOR "child" IN
    SELECT "conrelid"::regclass AS "table", "attname" AS "column"
      FROM pg_constraint JOIN pg_attribute ON "attrelid" = "conrelid" AND "attnum" = "conkey"[1]
      WHERE "contype" = 'f' AND "confrelid" = 'public.workspaces'::regclass AND "confdeltype" = 'c'
      ORDER BY "conrelid"::regclass::text
  LOOP
    EXECUTE format('DELETE FROM %s WHERE %I = $1', "child"."table", "child"."column") USING "workspace";
  END LOOP;
  DELETE FROM "users" WHERE "demo" AND NOT EXISTS (SELECT FROM "memberships" WHERE "user_id" = "users"."id");
END $$;
REVOKE ALL ON FUNCTION delete_demo_workspace(uuid, timestamptz) FROM PUBLIC;
