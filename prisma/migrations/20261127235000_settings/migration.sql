-- What a key may use up, and the text it had before it was re-rolled, which holds until its grace ends.
ALTER TABLE "gateway_keys"
  ADD COLUMN "limits" JSONB,
  ADD COLUMN "previous_sha256" TEXT,
  ADD COLUMN "previous_prefix" TEXT,
  ADD COLUMN "previous_expires_at" TIMESTAMPTZ(3),
  ADD COLUMN "created_by_name" TEXT;
CREATE UNIQUE INDEX "gateway_keys_previous_sha256_key" ON "gateway_keys"("previous_sha256");

-- Who did it, as they were called then: people leave, history stays.
ALTER TABLE "secrets" ADD COLUMN "updated_by_name" TEXT;
ALTER TABLE "overrides" ADD COLUMN "created_by_name" TEXT, ADD COLUMN "cancelled_by_name" TEXT;
UPDATE "gateway_keys" k SET "created_by_name" = u."name" FROM "users" u WHERE u."id" = k."created_by_id";
UPDATE "secrets" s SET "updated_by_name" = u."name" FROM "users" u WHERE u."id" = s."updated_by_id";
UPDATE "overrides" o SET "created_by_name" = u."name" FROM "users" u WHERE u."id" = o."created_by_id";

-- How long each kind of row of this environment is kept, in days, where that is less than the installation keeps it.
ALTER TABLE "environments" ADD COLUMN "retention" JSONB;

-- When a key or a secret was last used, told by gateways every so often.
CREATE TABLE "credential_uses" (
    "environment_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "last_used_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "credential_uses_pkey" PRIMARY KEY ("environment_id","kind","name")
);
ALTER TABLE "credential_uses" ADD CONSTRAINT "credential_uses_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'meridian_gateway') THEN
    GRANT SELECT, INSERT, UPDATE ON "credential_uses" TO meridian_gateway;
  END IF;
END $$;
