// Prints .env.example with fresh secrets filled in: what an installation without the launcher runs with.
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { deriveGatewayKey } from "@meridian/operations";

const hex = (bytes: number): string => randomBytes(bytes).toString("hex");
const masterKey = hex(32);
const secrets: Readonly<Record<string, string>> = {
  MERIDIAN_MASTER_KEY: masterKey,
  MERIDIAN_GATEWAY_KEY: deriveGatewayKey(masterKey),
  NEXTAUTH_SECRET: hex(32),
  POSTGRES_PASSWORD: hex(24),
  GATEWAY_ROLE_PASSWORD: hex(24),
  MERIDIAN_SETUP_CODE: hex(8),
};
const template = readFileSync(join(import.meta.dirname, "..", "..", "..", ".env.example"), "utf8");
process.stdout.write(
  template.replaceAll(/^(\w+)=$/gm, (line, name: string) =>
    secrets[name] === undefined ? line : `${name}=${secrets[name]}`,
  ),
);
