import { once } from "node:events";
import { existsSync, statfsSync } from "node:fs";
import { createServer } from "node:net";
import { dirname } from "node:path";
import { fail, type Finding, ok, warn } from "./finding.ts";
import type { Installation, PortName } from "./installation.ts";

const leastNode = [22, 18] as const;
const neededBytes = 500 * 1_048_576;
const comfortableBytes = 2_048 * 1_048_576;

export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const recent = major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1]);
  return recent
    ? ok("Node", version)
    : fail(
        "Node",
        `${version} is too old: ${leastNode.join(".")} is the least`,
        "Install Node 24, or use npm start, which fetches it.",
      );
}

/** @param freeBytes of the disk that the data folder is on, or will be */
export function checkDisk(dataDir: string, freeBytes: number): Finding {
  const found = `${(freeBytes / 1_073_741_824).toFixed(1)} GB free under ${dataDir}`;
  const fix = "Free some space, or choose another disk with MERIDIAN_DATA_DIR.";
  if (freeBytes < neededBytes) return fail("Disk", found, fix);
  return freeBytes < comfortableBytes ? warn("Disk", found, fix) : ok("Disk", found);
}

/** Of the disk under a folder, or under the nearest one above it that exists. */
export function freeBytesUnder(folder: string): number {
  if (!existsSync(folder)) return freeBytesUnder(dirname(folder));
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

export async function checkPorts({ ports, outsideDatabase, running }: Installation): Promise<readonly Finding[]> {
  const names = (Object.keys(ports) as PortName[]).filter(
    (name) => name !== "POSTGRES_PORT" || outsideDatabase === null,
  );
  return Promise.all(
    names.map(async (name) => {
      const port = ports[name];
      const check = `Port ${port} (${name})`;
      const problem = await portProblem(port);
      const other = `Choose another: ${name}=${port + 10}`;
      if (problem === null)
        return running
          ? warn(check, "free, while Meridian runs", "See the health of its process below.")
          : ok(check, "free");
      if (problem === "EADDRINUSE") {
        return running
          ? ok(check, "held by this copy")
          : fail(
              check,
              "taken by another program",
              `Stop that program, or give this variable the port of the copy that runs. ${other}`,
            );
      }
      return fail(check, `cannot be listened on (${problem})`, other);
    }),
  );
}

async function portProblem(port: number): Promise<string | null> {
  const probe = createServer();
  try {
    probe.listen(port, "127.0.0.1");
    await once(probe, "listening");
    return null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  } finally {
    probe.close();
  }
}
