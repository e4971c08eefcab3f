import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { freePort } from "@meridian/free-port";
import { z } from "zod";

const ports = z.array(z.number().int()).length(3);
const schema = z.object({ fleetPorts: ports, password: z.string().optional(), gatewayKey: z.string().optional() });

/** What the demo must remember between starts: its first config names the fleet's ports, and a key is shown only once. */
export type DemoFile = z.output<typeof schema>;

export async function readDemoFile(path: string): Promise<DemoFile> {
  if (!existsSync(path)) return { fleetPorts: await Promise.all([freePort(), freePort(), freePort()]) };
  try {
    return schema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    throw new Error(`${path} is damaged. Restore it from a backup, or delete the data folder to begin anew.`, {
      cause: error,
    });
  }
}

export function writeDemoFile(path: string, demo: DemoFile): void {
  writeFileSync(path, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
}
