import type { InstallationRetention } from "@meridian/db";

/** How mail leaves. */
export type MailSettings = {
  /** `smtp://` or `smtps://`, with user and password where the server wants them. */
  readonly smtpUrl: string;
  /** "Meridian <meridian@example.com>". */
  readonly from: string;
  /** 64 hex digits: what is in the outbox is sealed. */
  readonly masterKey: string;
};

export type WorkerSettings = {
  readonly databaseUrl: string;
  /** Port of `/healthz` on loopback; null: none. */
  readonly port: number | null;
  readonly logLevel: string;
  /** How long each kind of row is kept at most; an environment may choose less. */
  readonly retention: InstallationRetention;
  /** null: none leaves. */
  readonly mail: MailSettings | null;
};
