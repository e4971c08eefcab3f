import { engineFigures, type Upstream } from "@meridian/routing";
import { languageDefaults } from "../defaults.ts";
import type { UpstreamDocument } from "../schema/upstream.ts";

/** Stands in the table only where an engine is asked. */
export const compileEngineMetrics = (given: UpstreamDocument["engine_metrics"]): Pick<Upstream, "engineMetrics"> => {
  if (given === undefined) return {};
  const { url, format, interval, map = {} } = given;
  const standard = languageDefaults.engineMetrics;
  const mapped = engineFigures.flatMap((figure) => (map[figure] === undefined ? [] : [[figure, map[figure]]]));
  return {
    engineMetrics: {
      url,
      format: format ?? standard.format,
      intervalMs: interval ?? standard.intervalMs,
      map: Object.fromEntries(mapped),
    },
  };
};
