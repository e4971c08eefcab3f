import { z } from "zod";
import { credential } from "./credential.ts";
import { hostPart, pathPart, text } from "./text.ts";

/** What Bedrock needs besides a model. */
export const awsSchema = z
  .strictObject({
    region: hostPart("AWS region of the model.", { example: "us-east-1" }),
    access_key_id: credential("Access key id that calls are signed with, in place of an `api_key`.").optional(),
    secret_access_key: credential("Secret access key, which signs and is never sent.").optional(),
    session_token: credential("Session token of temporary credentials.").optional(),
    role_arn: text("Role that the access key assumes; calls are signed with its temporary credentials.", {
      example: "arn:aws:iam::123456789012:role/meridian",
    }).optional(),
  })
  .meta({ description: "For the provider `bedrock`." });

/** What Azure OpenAI needs besides a model. */
export const azureSchema = z
  .strictObject({
    resource: hostPart("Name of the Azure OpenAI resource.", { example: "my-resource" }).optional(),
    deployment: text("Name of the deployment inside the resource; `upstream_model` unless given.", {
      example: "gpt-4o",
    }).optional(),
    api_version: text("Version of Azure's API: a date for the older one; the v1 API unless given.", {
      example: "2024-10-21",
    }).optional(),
    tenant_id: pathPart("Microsoft Entra tenant that calls are made in, in place of an `api_key`: its id or domain.", {
      example: "72f988bf-86f1-41af-91ab-2d7cd011db47",
    }).optional(),
    client_id: text("Id of the Microsoft Entra application that calls are made by.", {
      example: "00000000-0000-0000-0000-000000000000",
    }).optional(),
    client_secret: credential("Secret of the Microsoft Entra application, which it signs in with.").optional(),
  })
  .meta({ description: "For the provider `azure-openai`." });

/** What Gemini on Vertex AI needs besides a model. */
export const googleSchema = z
  .strictObject({
    project: pathPart("Google Cloud project.", { example: "my-project" }).optional(),
    location: hostPart("Google Cloud location of the model: a region, `us`, `eu` or `global`.", {
      example: "us-central1",
    }).optional(),
    service_account: credential(
      "Key of a service account as JSON, which calls are made with in place of an `api_key`.",
    ).optional(),
  })
  .meta({ description: "For the provider `gemini`." });
