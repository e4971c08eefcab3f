import type { Finding } from "../finding.ts";
import type { UpstreamDocument } from "../schema/upstream.ts";
import type { DocumentCheck } from "./document-check.ts";

/** Credentials of AWS come as a pair, and in place of an API key. */
export const checkAwsCredentials: DocumentCheck = (document) =>
  Object.entries(document.upstreams).flatMap(([name, upstream]) =>
    upstream.provider === "bedrock" ? problems(name, upstream) : [],
  );

const problems = (name: string, { api_key, aws }: UpstreamDocument): readonly Finding[] => {
  if (aws === undefined) return [];
  const { access_key_id: id, secret_access_key: secret, session_token: token, role_arn: role } = aws;
  const some = [id, secret, token, role].some((each) => each !== undefined);
  if (!some) return [];
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
  if (api_key === undefined) return [];
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
