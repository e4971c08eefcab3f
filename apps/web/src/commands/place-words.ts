import { screens } from "../shell/screens.ts";

/**
 * What a path below a workspace is called, without its query: "Overview", "Request 0198c2f4…", "Config v12",
 * "Settings › Secrets". The environment is said when `environment` is another one. null outside a workspace.
 */
export function placeWords(path: string, environment: string): string | null {
  const [, workspace, env, ...rest] = path.split("/").map(decoded);
  const [first, second] = rest;
  if (!workspace || env === undefined || first === undefined || first === "") return null;
  const label = screens.find(({ id }) => id === first)?.label ?? capitalized(first);
  const words =
    second === undefined
      ? label
      : first === "requests" && /^[0-9a-f]{8}-/.test(second)
        ? `Request ${second.slice(0, 8)}…${second.slice(-4)}`
        : first === "routing" && /^\d+$/.test(second)
          ? `Config v${second}`
          : [label, ...rest.slice(1).map(capitalized)].join(" › ");
  return env === environment ? words : `${words} in ${env}`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

const capitalized = (text: string) => (text.charAt(0).toUpperCase() + text.slice(1)).replaceAll("-", " ");
