import { describe, expect, it } from "vitest";
import { readWebEnv } from "./env.ts";

const minimum = {
  DATABASE_URL: "postgres://localhost/meridian",
  MERIDIAN_MASTER_KEY: "0".repeat(64),
  NEXTAUTH_SECRET: "sixteen characters",
  NEXTAUTH_URL: "https://meridian.example.com",
};
const reading = (more: Record<string, string>) => () => readWebEnv({ ...minimum, ...more });
const oidc = { OIDC_ISSUER: "https://id.example.com", OIDC_CLIENT_ID: "a", OIDC_CLIENT_SECRET: "b" };

describe("the web app's environment", () => {
  it("offers no provider, allows no domain and sends no mail unless told to", () => {
    const { providers, signUpDomains, mail } = readWebEnv({ ...minimum, GITHUB_CLIENT_ID: "", SMTP_URL: "" });
    expect({ providers, signUpDomains, mail }).toEqual({
      providers: { github: null, google: null, oidc: null },
      signUpDomains: [],
      mail: false,
    });
  });

  it("reads 3 providers, domains in any case, and mail", () => {
    const read = readWebEnv({
      ...minimum,
      ...oidc,
      GITHUB_CLIENT_ID: "g",
      GITHUB_CLIENT_SECRET: "s",
      GOOGLE_CLIENT_ID: "g",
      GOOGLE_CLIENT_SECRET: "s",
      SIGN_UP_EMAIL_DOMAINS: "Acme.com, acme.org",
      SMTP_URL: "smtp://localhost",
      MAIL_FROM: "meridian@acme.com",
    });
    expect(read.providers.github).toEqual({ clientId: "g", clientSecret: "s", url: "https://github.com" });
    expect(read.providers.oidc).toMatchObject({ issuer: "https://id.example.com", name: "single sign-on" });
    expect(read).toMatchObject({ signUpDomains: ["acme.com", "acme.org"], mail: true });
  });

  it("wants what belongs together, and names all that is missing", () => {
    expect(reading({ GOOGLE_CLIENT_SECRET: "s", OIDC_CLIENT_ID: "a", SMTP_URL: "smtp://x" })).toThrow(
      /GOOGLE_CLIENT_ID is wanted with GOOGLE_CLIENT_SECRET.*OIDC_ISSUER is wanted.*OIDC_CLIENT_SECRET is wanted.*MAIL_FROM is wanted with SMTP_URL/,
    );
  });

  it("takes issuers over TLS, or on this machine", () => {
    expect(reading({ ...oidc, OIDC_ISSUER: "http://127.0.0.1:4444" })).not.toThrow();
    expect(reading({ ...oidc, OIDC_ISSUER: "http://id.example.com" })).toThrow(/OIDC_ISSUER must be an https address/);
    expect(reading({ ...oidc, OIDC_ISSUER: "http://127.0.0.1.evil.example" })).toThrow(/OIDC_ISSUER/);
  });

  it("refuses what is no domain: a star would let everybody in", () => {
    expect(reading({ SIGN_UP_EMAIL_DOMAINS: "*" })).toThrow(/SIGN_UP_EMAIL_DOMAINS/);
    expect(reading({ SIGN_UP_EMAIL_DOMAINS: "acme.com,com" })).toThrow(/SIGN_UP_EMAIL_DOMAINS/);
  });
});
