import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

const root = resolve(import.meta.dirname, "..", "..", "..", "..");
const read = (...path: string[]): string => readFileSync(join(root, ...path), "utf8");

type Service = {
  readonly image: string;
  readonly build?: { readonly context: string; readonly target: string };
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
};
type Compose = {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
};

const compose = parse(read("docker-compose.yml"), { merge: true }) as Compose;
const services = Object.entries(compose.services);
const ours = services.filter(([, { build }]) => build !== undefined);

/** Instructions of each stage of the Dockerfile, by the stage's name. */
const stages = new Map(
  read("Dockerfile")
    .split(/^(?=FROM )/m)
    .slice(1)
    .map((stage) => [/^FROM \S+ AS (\S+)/.exec(stage)?.[1] ?? "", stage]),
);
const named = (text: string): readonly string[] => [...text.matchAll(/\$\{(\w+)/g)].flatMap(([, name]) => name ?? []);
const variablesOf = (text: string): readonly string[] =>
  [...text.matchAll(/^(\w+)=/gm)].flatMap(([, name]) => name ?? []);
const example = variablesOf(read(".env.example"));
/** All that programs of the house read from their environment. */
const sources = globSync(["packages/*/src/**/*.ts", "apps/web/src/**/*.ts"], {
  cwd: root,
  exclude: ["**/*.test.ts", "**/generated/**"],
})
  .map((file) => read(file))
  .join("\n");
/** Paths of the checkout in a command. */
const filesIn = (command: string): readonly string[] => command.match(/\b(?:packages|apps)\/[\w./-]+\.ts\b/g) ?? [];

describe("docker-compose.yml", () => {
  it("takes exactly the variables that .env.example tells of", () => {
    expect([...new Set(named(read("docker-compose.yml")))].sort()).toEqual([...example].sort());
  });

  it.each(ours)("%s gives its program no variable that nobody reads", (_name, { environment = {} }) => {
    for (const name of Object.keys(environment)) expect(sources).toContain(name);
  });

  it.each(services)("%s names exact images, targets, files, volumes and services that exist", (_name, service) => {
    if (service.build) {
      expect(stages.has(service.build.target)).toBe(true);
      expect(existsSync(join(root, service.build.context, "Dockerfile"))).toBe(true);
    } else expect(service.image).toMatch(/:\d+\.\d+[\w.-]*$/);
    for (const file of filesIn((service.command ?? []).join(" "))) expect(existsSync(join(root, file))).toBe(true);
    for (const volume of service.volumes ?? []) expect(compose.volumes).toHaveProperty(volume.split(":")[0] ?? "");
    for (const other of Object.keys(service.depends_on ?? {})) expect(compose.services).toHaveProperty(other);
  });

  it.each(ours)("%s has no capabilities, and gains none", (_name, service) => {
    expect(service).toMatchObject({ cap_drop: ["ALL"], security_opt: ["no-new-privileges:true"] });
  });

  it("keeps the master key from the gateway, and the admin port from the network", () => {
    const { environment = {}, ports = [] } = compose.services["gateway"] ?? {};
    expect(JSON.stringify(environment)).not.toMatch(/MASTER_KEY|POSTGRES_PASSWORD/);
    expect(ports.filter((port) => port.endsWith(":4001"))).toEqual(["127.0.0.1:${GATEWAY_ADMIN_PORT:-4001}:4001"]);
  });

  it("publishes the web app on this machine alone, and does not call that listening on loopback", () => {
    const { environment = {}, ports } = compose.services["web"] ?? {};
    expect(ports).toEqual(["127.0.0.1:${WEB_PORT:-3000}:3000"]);
    expect(environment).not.toHaveProperty("WEB_LOOPBACK");
  });
});

describe("the Dockerfile", () => {
  it("builds on one image of an exact version, and copies from stages that exist", () => {
    expect(read("Dockerfile")).toMatch(/^ARG NODE_IMAGE=node:\d+\.\d+\.\d+-[\w-]+$/m);
    for (const [, from] of read("Dockerfile").matchAll(/--from=(\S+)/g)) expect(stages.has(from ?? "")).toBe(true);
    for (const [, from] of read("Dockerfile").matchAll(/^FROM (\S+)/gm))
      expect(from === "${NODE_IMAGE}" || stages.has(from ?? "")).toBe(true);
  });

  it.each([
    ["gateway", "/healthz"],
    ["worker", "/healthz"],
    ["web", "/api/health"],
  ])("%s runs as node, is asked for its health where it answers, and starts a file that exists", (target, path) => {
    const stage = stages.get(target) ?? "";
    expect(stage).toMatch(/^USER node$/m);
    const [, port, asked] = /HEALTHCHECK .*http:\/\/127\.0\.0\.1:(\d+)(\/[\w/]+)/.exec(stage) ?? [];
    expect(asked).toBe(path);
    const command = /^CMD (.*)$/m.exec(stage)?.[1] ?? "";
    expect(stage.replaceAll(/HEALTHCHECK.*/g, "")).toContain(port);
    if (target === "web") expect(command).toContain("next/dist/bin/next");
    else expect(filesIn(command).map((file) => existsSync(join(root, file)))).toEqual([true]);
    if (path === "/api/health") expect(existsSync(join(root, "apps/web/src/app/api/health/route.ts"))).toBe(true);
  });
});

describe("systemd units", () => {
  const folder = join(root, "deploy", "systemd");
  const units = readdirSync(folder);

  it.each(units.filter((unit) => unit.endsWith(".service")))(
    "%s is hardened, starts a file that exists, and refers to units that exist",
    (unit) => {
      const text = read("deploy", "systemd", unit);
      for (const line of ["NoNewPrivileges=yes", "ProtectSystem=strict", "User=meridian", "CapabilityBoundingSet="])
        expect(text.split("\n")).toContain(line);
      const command = /^ExecStart=\/usr\/bin\/node (.*)$/m.exec(text)?.[1] ?? "";
      const [program = ""] = command.replace("/opt/meridian/", "").split(" ");
      expect(existsSync(join(root, program))).toBe(true);
      for (const other of text.match(/\bmeridian[\w-]*\.(service|target)\b/g) ?? []) expect(units).toContain(other);
      expect(read("docs", "operations.md")).toContain(/^EnvironmentFile=(.*)$/m.exec(text)?.[1]);
    },
  );
});

it("a migration that fails at boot is tried again, and takes no unit down for good", () => {
  const unit = (name: string) => read("deploy", "systemd", `meridian-${name}.service`);
  expect(unit("migrate")).toMatch(/^Type=oneshot$[^]*^Restart=on-failure$/m);
  for (const name of ["gateway", "worker", "web"]) {
    expect(unit(name)).not.toMatch(/^(Requires|Requisite|BindsTo)=/m);
    expect(unit(name)).toMatch(/^After=.*meridian-migrate\.service/m);
    expect(unit(name)).toMatch(/^Restart=always$/m);
  }
});

it("env:new writes what .env.example tells of, with every secret filled in and no two alike", async () => {
  const { spawnSync } = await import("node:child_process");
  const program = join(root, "packages", "worker", "src", "new-environment-main.ts");
  const { stdout } = spawnSync(process.execPath, ["--disable-warning=ExperimentalWarning", program], {
    encoding: "utf8",
  });
  expect(variablesOf(stdout)).toEqual(example);
  // What compose refuses to start without.
  const wanted = new Set([...read("docker-compose.yml").matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name));
  const secrets = [...wanted].map((name) => new RegExp(`^${name}=(\\w{16,})$`, "m").exec(stdout)?.[1]);
  expect(secrets).toHaveLength(6);
  expect(secrets).not.toContain(undefined);
  expect(new Set(secrets).size).toBe(6);
});
