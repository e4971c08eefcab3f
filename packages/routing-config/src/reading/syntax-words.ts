import type { YAMLError } from "yaml";

const own: Partial<Record<YAMLError["code"], string>> = { TAB_AS_INDENT: "A tab cannot indent YAML." };

const hints: Partial<Record<YAMLError["code"], string>> = {
  TAB_AS_INDENT: "Indent with spaces.",
  BAD_INDENT: "Keys of one map begin in the same column, and every bracket and brace is closed.",
  MISSING_CHAR: "A quote, bracket, brace, comma or colon is missing here or on an earlier line.",
  BAD_DQ_ESCAPE: "In double quotes a backslash starts an escape: double it, or use single quotes.",
  BLOCK_AS_IMPLICIT_KEY: "Put text that contains `: ` into quotes, and every key on a line of its own.",
  MULTILINE_IMPLICIT_KEY: "Every key needs a colon and stands on a line of its own.",
  BAD_SCALAR_START: "Put text that begins with this character into quotes.",
  UNEXPECTED_TOKEN: "Look for a stray quote, bracket or brace here or on the line above.",
};

/** The YAML reader's complaint as one sentence, with what usually mends it. */
export const syntaxWords = (error: YAMLError): { readonly message: string; readonly hint: string | null } => ({
  message: own[error.code] ?? sentence(error.message),
  hint: hints[error.code] ?? null,
});

const sentence = (text: string): string => {
  const line = text.split("\n", 1)[0]?.trim() ?? "";
  const short = line.length > 200 ? `${line.slice(0, 199)}…` : line;
  return /[.!?…]$/.test(short) ? short : `${short}.`;
};
