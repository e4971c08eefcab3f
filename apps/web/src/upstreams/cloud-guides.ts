/** How an upstream in a cloud is connected, which takes more than an address and a key. */
export type CloudGuide = {
  readonly id: string;
  readonly label: string;
  readonly about: string;
  /** What is to be stored first. */
  readonly secrets: readonly { readonly name: string; readonly holds: string; readonly hosts: readonly string[] }[];
  /** An entry of `upstreams`, its name first. */
  readonly upstream: string;
  /** Its name. */
  readonly name: string;
};

export const cloudGuides: readonly CloudGuide[] = [
  {
    id: "azure-openai",
    label: "Azure OpenAI",
    about: "by Microsoft Entra or a key",
    secrets: [
      {
        name: "AZURE",
        holds: "The client secret of an application that has the role Cognitive Services OpenAI User.",
        hosts: ["login.microsoftonline.com", "my-resource.openai.azure.com"],
      },
    ],
    name: "azure",
    upstream: `azure:
  provider: azure-openai
  azure:
    resource: my-resource
    deployment: gpt-4o
    # Or none of these three, and beside all of this
    # a key of the resource: api_key: "\${secret.AZURE}"
    tenant_id: 72f988bf-86f1-41af-91ab-2d7cd011db47
    client_id: 00000000-0000-0000-0000-000000000000
    client_secret: "\${secret.AZURE}"
`,
  },
  {
    id: "bedrock",
    label: "Amazon Bedrock",
    about: "by an access key or a role",
    secrets: [
      {
        name: "AWS_ID",
        holds: "The access key id of a user that may invoke the model.",
        hosts: ["bedrock-runtime.us-east-1.amazonaws.com"],
      },
      {
        name: "AWS_SECRET",
        holds: "Its secret access key, which signs calls and is never sent.",
        hosts: ["bedrock-runtime.us-east-1.amazonaws.com"],
      },
    ],
    name: "bedrock",
    upstream: `bedrock:
  provider: bedrock
  upstream_model: us.amazon.nova-pro-v1:0
  aws:
    region: us-east-1
    access_key_id: "\${secret.AWS_ID}"
    secret_access_key: "\${secret.AWS_SECRET}"
    # To assume a role first; the secrets' host is then
    # sts.us-east-1.amazonaws.com:
    # role_arn: arn:aws:iam::123456789012:role/meridian
`,
  },
  {
    id: "vertex",
    label: "Gemini on Vertex AI",
    about: "by a service account",
    secrets: [
      {
        name: "GOOGLE",
        holds: "The JSON key of a service account that has the role Vertex AI User, the whole file.",
        hosts: ["oauth2.googleapis.com", "us-central1-aiplatform.googleapis.com"],
      },
    ],
    name: "vertex",
    upstream: `vertex:
  provider: gemini
  upstream_model: gemini-2.5-flash
  google:
    project: my-project
    location: us-central1 # or us, eu, global
    service_account: "\${secret.GOOGLE}"
`,
  },
];

/** What is to be written: a whole first config, or the entry that is added to one. */
export function textOf({ upstream, name }: CloudGuide, hasConfig: boolean): string {
  if (hasConfig) return upstream;
  return `language: 1

upstreams:
${upstream.replace(/^(?=.)/gm, "  ")}
routes:
  chat:
    policy: latency
    targets:
      - { upstream: ${name} }
`;
}
