-- People: ways to sign in, sessions, preferences, invitations, mail.

CREATE TYPE "MailState" AS ENUM ('pending', 'sent', 'dead', 'cancelled');

ALTER TABLE "users" ADD COLUMN "email_verified_at" TIMESTAMPTZ(3), ADD COLUMN "last_seen_at" TIMESTAMPTZ(3);

CREATE TABLE "accounts" (
    "provider" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "accounts_pkey" PRIMARY KEY ("provider","subject")
);

CREATE TABLE "user_sessions" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "user_agent" TEXT NOT NULL,
    "ip_prefix" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "user_sessions_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "user_preferences" (
    "user_id" UUID NOT NULL,
    "time_zone" TEXT,
    "hours" INTEGER NOT NULL DEFAULT 12,
    "theme" TEXT NOT NULL DEFAULT 'system',
    "shortcuts" BOOLEAN NOT NULL DEFAULT true,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "user_preferences_pkey" PRIMARY KEY ("user_id")
);

CREATE TABLE "invitations" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "email" TEXT,
    "role" "Role" NOT NULL,
    "token_sha256" TEXT NOT NULL,
    "invited_by_id" UUID,
    "invited_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "accepted_at" TIMESTAMPTZ(3),
    "accepted_by_id" UUID,

    CONSTRAINT "invitations_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "mail_messages" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "invitation_id" UUID,
    "key" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "sealed_body" BYTEA,
    "state" "MailState" NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL,
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "mail_messages_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "accounts_user_id_idx" ON "accounts"("user_id");
CREATE INDEX "user_sessions_user_id_idx" ON "user_sessions"("user_id");
CREATE INDEX "user_sessions_expires_at_idx" ON "user_sessions"("expires_at");
CREATE UNIQUE INDEX "invitations_token_sha256_key" ON "invitations"("token_sha256");
CREATE INDEX "invitations_workspace_id_created_at_idx" ON "invitations"("workspace_id", "created_at" DESC);
CREATE UNIQUE INDEX "mail_messages_key_key" ON "mail_messages"("key");
CREATE INDEX "mail_messages_invitation_id_idx" ON "mail_messages"("invitation_id");
CREATE INDEX "mail_messages_workspace_id_idx" ON "mail_messages"("workspace_id");

ALTER TABLE "accounts" ADD CONSTRAINT "accounts_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "user_sessions" ADD CONSTRAINT "user_sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "user_preferences" ADD CONSTRAINT "user_preferences_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "mail_messages" ADD CONSTRAINT "mail_messages_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "mail_messages" ADD CONSTRAINT "mail_messages_invitation_id_fkey" FOREIGN KEY ("invitation_id") REFERENCES "invitations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What follows is written by hand: Prisma does not describe it.

ALTER TABLE "user_preferences"
  ADD CONSTRAINT "user_preferences_hours" CHECK ("hours" IN (12, 24)),
  ADD CONSTRAINT "user_preferences_theme" CHECK ("theme" IN ('light', 'dark', 'system'));
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_email_lower" CHECK ("email" = lower("email"));

-- One open invitation an address and workspace.
CREATE UNIQUE INDEX "invitations_one_open" ON "invitations" ("workspace_id", "email")
  WHERE "revoked_at" IS NULL AND "accepted_at" IS NULL;

-- What the worker looks for every second.
CREATE INDEX "mail_messages_due" ON "mail_messages" ("next_attempt_at") WHERE "state" = 'pending';
