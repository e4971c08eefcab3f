import { parseRoutingDocument, type UpstreamAddition } from "@meridian/routing-config";
import { freeName } from "./free-name.ts";
import type { ChosenModels } from "./model-picker.tsx";
import type { ProviderPreset } from "./provider-presets.ts";

export type RouteWish = { readonly kind: "new" } | { readonly kind: "beside" | "fallback"; readonly route: string };

/** As a name in a routing document, which is not only digits. */
const nameInDocument = /^(?!\d+$)[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,127}$/;

/** What is added to the document, under names that are free in it. */
export function upstreamAddition(
  given: {
    readonly preset: ProviderPreset;
    readonly baseUrl: string;
    readonly secretName: string | null;
    readonly chosen: ChosenModels;
  },
  yaml: string | null,
  wish: RouteWish,
): UpstreamAddition {
  const { preset, chosen } = given;
  const document = yaml === null ? null : parseRoutingDocument(yaml).document;
  const name = freeName(
    preset.id === "openai-compatible" ? "my-upstream" : preset.id,
    Object.keys(document?.upstreams ?? {}),
  );
  const [only] = chosen.models;
  const wanted = chosen.models.length === 1 && only !== undefined && nameInDocument.test(only) ? only : name;
  // Callers of another route send its names: this upstream is told its own.
  const upstreamModel = chosen.upstreamModel ?? (wish.kind === "new" ? null : (only ?? null));
  return {
    upstream: { name, provider: preset.provider, baseUrl: given.baseUrl, secretName: given.secretName, upstreamModel },
    route:
      wish.kind === "new"
        ? { kind: "new", name: freeName(wanted, Object.keys(document?.routes ?? {})), models: chosen.models }
        : { kind: "existing", name: wish.route, place: wish.kind },
  };
}
