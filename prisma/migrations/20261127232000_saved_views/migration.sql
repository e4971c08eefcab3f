CREATE TABLE "saved_views" (
  "id" UUID NOT NULL,
  "workspace_id" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "query" TEXT NOT NULL,
  "created_by_id" UUID,
  "created_by_name" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updated_by_name" TEXT NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "deleted_at" TIMESTAMPTZ(3),
  CONSTRAINT "saved_views_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "saved_views_workspace_id_name_idx" ON "saved_views" ("workspace_id", "name");
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_workspace_id_fkey"
  FOREIGN KEY ("workspace_id") REFERENCES "workspaces" ("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One view a name, whatever its case; deleted ones do not count. The schema language cannot say it.
CREATE UNIQUE INDEX "saved_views_name_unique" ON "saved_views" ("workspace_id", lower("name")) WHERE "deleted_at" IS NULL;
