import { z } from "zod";
import { routingDocumentSchema } from "../schema/document.ts";

/** The parts of JSON Schema that the routing document uses. */
export type JsonSchemaNode = {
  readonly $schema?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchemaNode>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchemaNode;
  readonly items?: JsonSchemaNode;
  readonly anyOf?: readonly JsonSchemaNode[];
  readonly [keyword: string]: unknown;
};

let made: JsonSchemaNode | null = null;

/** JSON Schema (draft 2020-12) of the document as it is written, for editors. Made once; do not change it. */
export const routingConfigJsonSchema = (): JsonSchemaNode => {
  made ??= z.toJSONSchema(routingDocumentSchema, { io: "input", reused: "inline" }) as JsonSchemaNode;
  return made;
};
