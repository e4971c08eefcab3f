import { startProduct } from "./product.ts";

/** One running copy for all journeys; its run.json travels to the workers in the environment. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  // The journeys also read the logs, of which there shall be all.
  process.env["LOG_LEVEL"] ??= "debug";
  const product = await startProduct();
  process.env["MERIDIAN_E2E_RUN"] = JSON.stringify(product.run);
  return product.stop;
}
