import { addressKind } from "../address-kind.ts";
import type { Finding } from "../finding.ts";
import { hostOf } from "../host-of.ts";
import type { UpstreamDocument } from "../schema/upstream.ts";
import type { DocumentCheck } from "./document-check.ts";

/** What is read of engines stands where a gateway may call, and says where its figures are. */
export const checkEngineMetrics: DocumentCheck = ({ upstreams }, _options, broken) =>
  Object.entries(upstreams).flatMap(([name, { engine_metrics: given }]) =>
    given === undefined || broken.touches(["upstreams", name, "engine_metrics"]) ? [] : problemsOf(name, given),
  );

const problemsOf = (
  name: string,
  { url, format, map }: NonNullable<UpstreamDocument["engine_metrics"]>,
): readonly Finding[] => {
  const path = ["upstreams", name, "engine_metrics"];
  const named = Object.values(map ?? {}).filter((place) => place !== undefined);
  const host = hostOf(url);
  return [
    ...(addressKind(host) === "forbidden"
      ? [
          {
            code: "address_refused" as const,
            severity: "error" as const,
            path: [...path, "url"],
            message: `\`${host}\` is a link-local, metadata, unspecified or reserved address: no gateway calls it.`,
            hint: "Write the address that the engine itself listens on.",
          },
        ]
      : []),
    ...(format === "json" && map === undefined
      ? [
          {
            code: "nothing_given" as const,
            severity: "error" as const,
            path,
            message: "`format: json` needs a `map`: nobody knows where figures stand in it.",
            hint: "Add for example `map: { waiting: queue.waiting, running: queue.running }`.",
          },
        ]
      : []),
    ...(map !== undefined && named.length === 0
      ? [
          {
            code: "nothing_given" as const,
            severity: "error" as const,
            path: [...path, "map"],
            message: "`map` names nothing.",
            hint: "Name `waiting`, `running`, `kv_usage` or `gpu_usage`, or remove it.",
          },
        ]
      : []),
  ];
};
