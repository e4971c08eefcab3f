import { describe, expect, it } from "vitest";
import { readStartRequest } from "./env.ts";

const gatewayKey = "0f".repeat(32);
const workspace = { DATABASE_URL: "postgresql://gateway:x@127.0.0.1:5432/meridian", MERIDIAN_GATEWAY_KEY: gatewayKey };

describe("readStartRequest", () => {
  it("starts from a file on the ports of the flags, which win over variables, with private upstreams allowed", () => {
    const args = ["--config", "routing.yaml", "--port", "5000", "--admin-port", "5001"];
    expect(readStartRequest(args, { GATEWAY_PORT: "4000", LOG_LEVEL: "debug" })).toEqual({
      kind: "start",
      settings: {
        host: "127.0.0.1",
        port: 5000,
        adminPort: 5001,
        name: "gateway-1",
        publicUrl: "http://127.0.0.1:5000",
        region: null,
        allowPrivateUpstreams: true,
        logLevel: "debug",
        workers: 1,
        maxInFlight: 20_000,
        maxHeldBodyBytes: 1_073_741_824,
        otlpEndpoint: null,
        redisUrl: null,
        signalsToken: null,
        printRequests: false,
        maxSnapshotAgeMs: 604_800_000,
        source: { kind: "file", path: "routing.yaml", gatewayKey: null },
      },
    });
  });

  it("follows a database when it is given one, with private upstreams forbidden", () => {
    const request = readStartRequest([], { ...workspace, GATEWAY_PUBLIC_URL: "https://gateway.example.com/" });
    expect(request).toMatchObject({
      kind: "start",
      settings: {
        publicUrl: "https://gateway.example.com",
        allowPrivateUpstreams: false,
        source: { kind: "database", url: workspace.DATABASE_URL, gatewayKey, dataDir: ".data" },
      },
    });
  });

  it("keeps limits with other gateways over the Redis of REDIS_URL, and over a restart in MERIDIAN_DATA_DIR", () => {
    const environment = {
      REDIS_URL: "rediss://:secret@redis.example.com:6380/2",
      MERIDIAN_DATA_DIR: "/var/lib/meridian",
    };
    expect(readStartRequest(["--config", "routing.yaml"], environment)).toMatchObject({
      settings: { redisUrl: environment.REDIS_URL, source: { kind: "file", dataDir: "/var/lib/meridian" } },
    });
    expect(readStartRequest(["--config", "routing.yaml"], { REDIS_URL: "localhost:6379" })).toEqual({
      kind: "problems",
      problems: ["REDIS_URL must be a redis:// or rediss:// URL, for example redis://localhost:6379/0"],
    });
  });

  it("leaves each thread room for one body", () => {
    const start = (workers: string) =>
      readStartRequest(["--workers", workers], { ...workspace, GATEWAY_MAX_BODY_MEMORY_MB: "64" });
    expect(start("4").kind).toBe("start");
    expect(start("5")).toEqual({
      kind: "problems",
      problems: [
        "GATEWAY_MAX_BODY_MEMORY_MB must be 80 or more: each of 5 threads has its part, and one request may have 16 MB",
      ],
    });
    expect(readStartRequest(["--workers", "64"], workspace).kind).toBe("start");
  });

  it("names all 5 problems at once", () => {
    const request = readStartRequest(["--port", "http"], {
      GATEWAY_NAME: "../up",
      LOG_LEVEL: "loud",
      DATABASE_URL: "mysql://x",
      ALLOW_PRIVATE_UPSTREAMS: "maybe",
      MERIDIAN_GATEWAY_KEY: gatewayKey,
    });
    expect(request.kind === "problems" && request.problems.map((problem) => problem.split(" ")[0])).toEqual([
      "GATEWAY_PORT",
      "GATEWAY_NAME",
      "ALLOW_PRIVATE_UPSTREAMS",
      "LOG_LEVEL",
      "DATABASE_URL",
    ]);
  });

  it("asks for a database and its key, or a file, when it is given neither", () => {
    const request = readStartRequest([], { DATABASE_URL: "" });
    expect(request).toEqual({
      kind: "problems",
      problems: [
        "DATABASE_URL must be set, or --config FILE given to run from a file",
        "MERIDIAN_GATEWAY_KEY must be set, or --config FILE given to run from a file",
      ],
    });
  });

  it("refuses a flag that it does not know, and helps who asks", () => {
    expect(readStartRequest(["--prot", "1"], workspace).kind).toBe("problems");
    expect(readStartRequest(["--help"], {}).kind).toBe("help");
  });
});
