-- How long the worker keeps each kind of row for all environments, as it was told when it started: the upper bound of what
-- an environment may choose. One row.
CREATE TABLE "installation_retention" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "days" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "installation_retention_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "installation_retention_one" CHECK ("id" = 1)
);
