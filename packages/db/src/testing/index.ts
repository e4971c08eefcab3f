export * from "./create-test-database.ts";
export { startCluster } from "../embedded/cluster.ts";
export { migrate } from "../migrations/migrate.ts";
