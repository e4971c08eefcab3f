import { join } from "node:path";
import { inRoot } from "./place.mjs";

/** Where this copy's database is: the one named by DATABASE_URL, or the embedded one. */
export const databaseUrlOf = ({ outsideDatabase, keys, ports }) =>
  outsideDatabase ?? `postgres://postgres:${keys.postgresPassword}@127.0.0.1:${ports.POSTGRES_PORT}/meridian`;

/** Starts the embedded Postgres, unless the database is somewhere else. */
export function startPostgres(services, { dataDir, outsideDatabase, keys, ports }) {
  if (outsideDatabase) return;
  const env = {
    ...process.env,
    POSTGRES_DIR: join(dataDir, "postgres"),
    POSTGRES_PORT: String(ports.POSTGRES_PORT),
    POSTGRES_PASSWORD: keys.postgresPassword,
  };
  // A new one adopts the server that a killed one left.
  services.start("postgres", [inRoot("packages/worker/src/postgres-main.ts")], env, { childrenStay: true });
}
