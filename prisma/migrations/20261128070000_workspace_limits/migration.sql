-- What a workspace may use up, over all of its environments.
ALTER TABLE "workspaces" ADD COLUMN "limits" JSONB;
