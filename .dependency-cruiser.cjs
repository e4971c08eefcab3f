// The import table of the house, as errors. A package may import itself, what stands in its row, and npm packages.
const mayImport = {
  routing: [],
  "chat-protocol": [],
  metrics: ["routing"],
  "routing-config": ["routing"],
  access: [],
  logging: [],
  "free-port": [],
  "live-protocol": ["metrics", "routing", "access"],
  sealing: ["access"],
  outbound: ["routing-config"],
  simulator: ["routing", "routing-config", "metrics", "chat-protocol", "logging"],
  db: ["metrics", "routing", "access"],
  operations: ["db", "routing", "routing-config", "metrics", "access", "sealing", "outbound"],
  api: ["operations", "simulator", "routing", "routing-config", "live-protocol", "access"],
  gateway: [
    "routing",
    "routing-config",
    "metrics",
    "access",
    "sealing",
    "outbound",
    "chat-protocol",
    "live-protocol",
    "logging",
  ],
  worker: ["operations", "db", "simulator", "metrics", "routing", "routing-config", "logging", "free-port"],
  // `explain` decides as a gateway does, by its own code.
  cli: [
    "gateway",
    "outbound",
    "chat-protocol",
    "metrics",
    "routing",
    "routing-config",
    "simulator",
    "logging",
    "free-port",
  ],
};
const webMayImport = ["api", "routing-config", "routing", "live-protocol", "metrics", "access", "logging"];
const pure = ["routing", "chat-protocol", "metrics", "routing-config", "access", "live-protocol"];

/** Tests and test support may stand on more than what they test. */
const tests = "\\.test\\.tsx?$|/src/testing/|^packages/[^/]+/test/";
const others = (allowed) => Object.keys(mayImport).filter((name) => !allowed.includes(name));
const inPackages = (names) => `^packages/(${names.join("|")})/`;

const floors = Object.entries(mayImport).map(([name, allowed]) => ({
  name: `${name}-imports-only-its-row`,
  severity: "error",
  from: {
    path: `^packages/${name}/src/`,
    pathNot: name === "gateway" ? `${tests}|^packages/gateway/src/control-plane/` : tests,
  },
  to: { path: `${inPackages(others([name, ...allowed]))}|^apps/` },
}));

module.exports = {
  forbidden: [
    ...floors,
    {
      name: "gateway-reaches-the-database-only-in-its-control-plane",
      severity: "error",
      from: { path: "^packages/gateway/src/control-plane/", pathNot: tests },
      to: { path: `${inPackages(others(["gateway", "db", ...mayImport.gateway]))}|^apps/` },
    },
    {
      name: "web-imports-only-its-row",
      severity: "error",
      from: { path: "^apps/web/src/", pathNot: `${tests}|^apps/web/src/auth/` },
      to: { path: inPackages(others(webMayImport)) },
    },
    {
      name: "web-auth-may-also-import-db",
      severity: "error",
      from: { path: "^apps/web/src/auth/", pathNot: tests },
      to: { path: inPackages(others([...webMayImport, "db"])) },
    },
    {
      name: "another-package-only-by-its-public-face",
      severity: "error",
      from: { path: "^(?:packages|apps)/([^/]+)/" },
      to: {
        path: "^packages/[^/]+/src/",
        pathNot: [
          "^packages/$1/",
          "^packages/[^/]+/src/index\\.ts$",
          "^packages/[^/]+/src/(testing|server)/index\\.ts$",
        ],
      },
    },
    {
      name: "pure-packages-use-no-node",
      severity: "error",
      from: { path: inPackages(pure), pathNot: tests },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "only-db-imports-prisma",
      severity: "error",
      from: { path: "^(packages|apps)/", pathNot: "^packages/db/" },
      to: { path: "node_modules/(@prisma|prisma|\\.prisma)/|^packages/db/src/generated/" },
    },
    {
      name: "only-web-imports-react",
      severity: "error",
      from: { path: "^packages/" },
      to: { path: "node_modules/(react|react-dom|next)/" },
    },
    { name: "no-cycles", severity: "error", from: { pathNot: "/generated/" }, to: { circular: true } },
    {
      name: "no-test-in-product-code",
      severity: "error",
      from: { pathNot: tests },
      to: { path: tests, pathNot: "^node_modules" },
    },
    { name: "nothing-unresolved", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    doNotFollow: { path: ["node_modules", "/generated/"] },
    exclude: { path: ["/\\.next/", "/\\.turbo/"] },
    tsConfig: { fileName: "tsconfig.base.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json", ".css"],
    },
  },
};
