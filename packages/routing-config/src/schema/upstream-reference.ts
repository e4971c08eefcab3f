import { text } from "./text.ts";

/** Name of an upstream of the same document; that it exists is checked apart. */
export const upstreamReference = (description: string) => text(description, { example: "gpt-4o-east", maxLength: 128 });
