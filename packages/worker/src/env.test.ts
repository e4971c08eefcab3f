import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readPostgresEnv, readWorkerSettings } from "./env.ts";

const databaseUrl = "postgres://postgres@127.0.0.1:5433/meridian";
const names = [
  "DATABASE_URL",
  "WORKER_PORT",
  "LOG_LEVEL",
  "REQUESTS_RETENTION_DAYS",
  "REQUEST_DETAILS_RETENTION_DAYS",
  "CELLS_10S_RETENTION_DAYS",
  "CELLS_1M_RETENTION_DAYS",
  "CELLS_5M_RETENTION_DAYS",
  "CELLS_1H_RETENTION_DAYS",
  "SMTP_URL",
  "MAIL_FROM",
  "MERIDIAN_MASTER_KEY",
  "CELLS_6H_RETENTION_DAYS",
  "CELLS_1D_RETENTION_DAYS",
];

beforeEach(() => {
  for (const name of names) vi.stubEnv(name, undefined);
  vi.stubEnv("DATABASE_URL", databaseUrl);
});

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("the worker's environment", () => {
  it("keeps requests 30 days, details 7, cells of 10 s to a day for 2, 7, 14, 400, 800 and 1,600", () => {
    const cells = { 10: 2, 60: 7, 300: 14, 3_600: 400, 21_600: 800, 86_400: 1_600 };
    const retention = { requests: 30, requestDetails: 7, cells };
    expect(readWorkerSettings()).toEqual({ databaseUrl, port: null, logLevel: "info", retention, mail: null });
  });

  it("sends mail with SMTP_URL, MAIL_FROM and the master key, and wants all three", () => {
    vi.stubEnv("SMTP_URL", "smtps://user:p%40ss@mail.example.com");
    expect(readWorkerSettings).toThrow(
      /^MAIL_FROM is wanted with SMTP_URL\nMERIDIAN_MASTER_KEY is wanted with SMTP_URL$/,
    );
    vi.stubEnv("MERIDIAN_MASTER_KEY", "0".repeat(64));
    for (const from of ["Meridian <meridian@example.com>", "meridian@example.com"]) {
      vi.stubEnv("MAIL_FROM", from);
      expect(readWorkerSettings().mail).toMatchObject({ from, smtpUrl: "smtps://user:p%40ss@mail.example.com" });
    }
    vi.stubEnv("MAIL_FROM", "a@b.test\r\nBcc: everybody@c.test");
    expect(readWorkerSettings).toThrow(/^MAIL_FROM must be like/);
    vi.stubEnv("MAIL_FROM", "meridian@example.com");
    vi.stubEnv("SMTP_URL", "https://mail.example.com");
    expect(readWorkerSettings).toThrow(/^SMTP_URL must be/);
  });

  it("takes an empty variable for one that was not set", () => {
    vi.stubEnv("WORKER_PORT", "");
    vi.stubEnv("REQUESTS_RETENTION_DAYS", "");
    expect(readWorkerSettings()).toMatchObject({ port: null, retention: { requests: 30 } });
  });

  it("names 3 problems at once", () => {
    vi.stubEnv("DATABASE_URL", "mysql://x");
    vi.stubEnv("WORKER_PORT", "70000");
    vi.stubEnv("CELLS_1M_RETENTION_DAYS", "soon");
    expect(readWorkerSettings).toThrow(
      /^DATABASE_URL must be a postgres URL\nWORKER_PORT must be a port number\nCELLS_1M_RETENTION_DAYS .+$/,
    );
  });

  it("names a password whose % begins no escape, and does not repeat it", () => {
    vi.stubEnv("DATABASE_URL", "postgres://meridian:hunter2%@db.example/meridian");
    expect(readWorkerSettings).toThrow(/^DATABASE_URL holds a % that begins no escape: write it as %25$/);
  });

  it.each([
    ["CELLS_10S_RETENTION_DAYS", "8", "CELLS_1M_RETENTION_DAYS"],
    ["CELLS_5M_RETENTION_DAYS", "401", "CELLS_1H_RETENTION_DAYS"],
    ["CELLS_6H_RETENTION_DAYS", "1601", "CELLS_1D_RETENTION_DAYS"],
    ["REQUEST_DETAILS_RETENTION_DAYS", "31", "REQUESTS_RETENTION_DAYS"],
  ])("refuses %s of %s days: more than %s", (name, days, than) => {
    vi.stubEnv(name, days);
    expect(readWorkerSettings).toThrow(`${name} must not be more than ${than}`);
  });
});

describe("the environment of the embedded Postgres", () => {
  it("names what is missing", () => {
    vi.stubEnv("POSTGRES_DIR", undefined);
    vi.stubEnv("POSTGRES_PORT", "5433");
    vi.stubEnv("POSTGRES_PASSWORD", "short");
    expect(readPostgresEnv).toThrow(/^POSTGRES_DIR .+\nPOSTGRES_PASSWORD .+$/);
  });
});
