import type { Finding } from "../finding.ts";
import type { UpstreamDocument } from "../schema/upstream.ts";
import type { DocumentCheck } from "./document-check.ts";

/** What clouds are signed in to with is given whole, and in place of an API key. */
export const checkCloudCredentials: DocumentCheck = (document) =>
  Object.entries(document.upstreams).flatMap(([name, upstream]) => problems(name, upstream));

const problems = (name: string, upstream: UpstreamDocument): readonly Finding[] => {
  const { provider, aws, azure, google } = upstream;
  if (provider === "bedrock" && aws !== undefined) return awsProblems(name, upstream, aws);
  if (provider === "azure-openai" && azure !== undefined) return azureProblems(name, upstream, azure);
  if (provider === "gemini" && google !== undefined) return googleProblems(name, upstream, google);
  return [];
};

const awsProblems = (
  name: string,
  { api_key: key }: UpstreamDocument,
  { access_key_id: id, secret_access_key: secret, session_token: token, role_arn: role }: Block<"aws">,
): readonly Finding[] => {
  if ([id, secret, token, role].every((each) => each === undefined)) return [];
  const path = ["upstreams", name, "aws"] as const;
  if (id === undefined || secret === undefined) {
    return [
      {
        code: "aws_credentials",
        severity: "error",
        path: [...path],
        at: "key",
        message: `\`${name}\` has no whole credentials of AWS: they are an access key id with its secret.`,
        hint: "Give both `access_key_id` and `secret_access_key`; `session_token` and `role_arn` only add to them.",
      },
    ];
  }
  if (key === undefined) return [];
  return [
    {
      code: "aws_credentials",
      severity: "error",
      path: [...path, "access_key_id"],
      at: "key",
      message: `\`${name}\` has an API key and credentials of AWS, and a call can have one of them.`,
      hint: "Remove `api_key`, or `access_key_id` and what belongs to it.",
    },
  ];
};

const azureProblems = (name: string, { api_key: key }: UpstreamDocument, azure: Block<"azure">): readonly Finding[] => {
  const parts = ["tenant_id", "client_id", "client_secret"] as const;
  const missing = parts.filter((part) => azure[part] === undefined);
  if (missing.length === parts.length) return [];
  const path = ["upstreams", name, "azure"] as const;
  if (missing.length > 0) {
    return [
      {
        code: "azure_credentials",
        severity: "error",
        path: [...path],
        at: "key",
        message: `\`${name}\` signs in by Microsoft Entra, and has no ${missing.map((part) => `\`${part}\``).join(" and no ")}.`,
        hint: "Give `tenant_id`, `client_id` and `client_secret`, or none of them and the resource's key as `api_key`.",
      },
    ];
  }
  if (key === undefined) return [];
  return [
    {
      code: "azure_credentials",
      severity: "error",
      path: [...path, "client_secret"],
      at: "key",
      message: `\`${name}\` has an API key and signs in by Microsoft Entra, and a call can have one of them.`,
      hint: "Remove `api_key`, or `tenant_id`, `client_id` and `client_secret`.",
    },
  ];
};

const googleProblems = (
  name: string,
  { api_key: key }: UpstreamDocument,
  { service_account: account }: Block<"google">,
): readonly Finding[] => {
  const path = ["upstreams", name, "google"] as const;
  if (account === undefined && key === undefined) {
    return [
      {
        code: "google_credentials",
        severity: "error",
        path: [...path],
        at: "key",
        message: `\`${name}\` has nothing to sign in to Vertex AI with.`,
        hint: 'Store the JSON key of a service account as a secret and write `service_account: "${secret.NAME}"`.',
      },
    ];
  }
  if (account === undefined || key === undefined) return [];
  return [
    {
      code: "google_credentials",
      severity: "error",
      path: [...path, "service_account"],
      at: "key",
      message: `\`${name}\` has an API key and a service account, and a call can have one of them.`,
      hint: "Remove `api_key` or `service_account`.",
    },
  ];
};

type Block<Name extends "aws" | "azure" | "google"> = NonNullable<UpstreamDocument[Name]>;
