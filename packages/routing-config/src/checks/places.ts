import type { Finding } from "../finding.ts";
import { compileUpstream } from "../compile/compile-upstream.ts";
import type { UpstreamDocument } from "../schema/upstream.ts";
import type { DocumentCheck } from "./document-check.ts";

const blocks = { aws: "bedrock", azure: "azure-openai", google: "gemini" } as const;

/** Every upstream has an address, no block of another provider, and a place of its own. */
export const checkPlaces: DocumentCheck = (document, _options, broken) => {
  const seen = new Map<string, string>();
  return Object.entries(document.upstreams).flatMap(([name, upstream]) => {
    const findings = [
      ...addressProblems(name, upstream),
      ...blockProblems(name, upstream),
      ...deploymentProblems(name, upstream),
    ];
    if (broken.touches(["upstreams", name])) return findings;
    const { identity } = compileUpstream(name, upstream);
    const twin = seen.get(identity);
    if (twin === undefined) seen.set(identity, name);
    else findings.push(samePlace(name, twin));
    return findings;
  });
};

const addressProblems = (name: string, upstream: UpstreamDocument): Finding[] => {
  if (compileUpstream(name, upstream).baseUrl !== "") return [];
  return [
    {
      code: "base_url_missing",
      severity: "error",
      path: ["upstreams", name, "base_url"],
      message: `\`${name}\` has no address.`,
      hint: addressHint(upstream),
    },
  ];
};

const addressHint = ({ provider, google }: UpstreamDocument): string => {
  if (provider === "gemini" && google !== undefined) return "Give `google` its `project` and its `location`.";
  const example = provider === "openai" ? "https://api.openai.com/v1" : "http://10.0.0.5:8000/v1";
  return `Add \`base_url\`, for example \`${example}\`.`;
};

/** Where the API's version is dated, a deployment stands in every address. */
const deploymentProblems = (name: string, { provider, azure, upstream_model: model }: UpstreamDocument): Finding[] => {
  const dated = provider === "azure-openai" && /^\d{4}-/.test(azure?.api_version ?? "");
  if (!dated || azure?.deployment !== undefined || model !== undefined) return [];
  return [
    {
      code: "deployment_missing",
      severity: "error",
      path: ["upstreams", name, "azure"],
      at: "key",
      message: `\`${name}\` names no deployment, which Azure's API of \`${azure?.api_version}\` has in its address.`,
      hint: "Add `deployment: NAME`, or remove `api_version` to use the v1 API.",
    },
  ];
};

const blockProblems = (name: string, upstream: UpstreamDocument): Finding[] =>
  (["aws", "azure", "google"] as const)
    .filter((block) => upstream[block] !== undefined && upstream.provider !== blocks[block])
    .map((block) => ({
      code: "provider_block",
      severity: "error",
      path: ["upstreams", name, block],
      at: "key",
      message: `\`${block}\` belongs to the provider \`${blocks[block]}\`, but this upstream's is \`${upstream.provider}\`.`,
      hint: `Remove it, or write \`provider: ${blocks[block]}\`.`,
    }));

const samePlace = (name: string, twin: string): Finding => ({
  code: "same_place",
  severity: "warning",
  path: ["upstreams", name],
  at: "key",
  message: `\`${name}\` is the same place as \`${twin}\`: same provider, address, model and region.`,
  hint: "Both share one health and one latency. Give them regions of their own, or keep one of the two.",
});
