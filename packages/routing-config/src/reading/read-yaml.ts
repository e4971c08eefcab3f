import { Composer, type CST, type Document, isScalar, type YAMLError } from "yaml";
import { mostDiagnostics } from "../finding.ts";
import { locateNodes, type SpanFinding } from "./locate-nodes.ts";
import type { LocatedNode } from "./located-node.ts";
import { deepestNesting, measureTokens, mostEntries } from "./measure-tokens.ts";
import { parseTokens } from "./parse-tokens.ts";
import { syntaxWords } from "./syntax-words.ts";

/** Bytes of UTF-8: larger documents are refused unread. */
export const maxDocumentBytes = 1_048_576;

export type YamlReading = {
  /** null when the text is not YAML that the language accepts; `findings` says why. */
  readonly root: LocatedNode | null;
  readonly findings: readonly SpanFinding[];
};

/** Reads YAML 1.2, keeps every position, and reports what cannot be read. Never throws. */
export const readYaml = (text: string): YamlReading => {
  const refused = (
    code: SpanFinding["code"],
    start: number,
    end: number,
    message: string,
    hint: string,
  ): YamlReading => ({
    root: null,
    findings: [{ code, severity: "error", path: [], span: { start, end }, message, hint }],
  });

  if (isTooLarge(text))
    return refused(
      "too_large",
      0,
      0,
      "The document is larger than 1 MB.",
      "Divide it: environments may have documents of their own.",
    );
  const tooDeep = (offset: number): YamlReading =>
    refused(
      "too_deep",
      offset,
      offset + 1,
      `The document is nested more than ${deepestNesting} levels deep.`,
      "Look for brackets or dashes that are not meant as such.",
    );
  const parsing = parseTokens(text);
  if (!parsing.ok) return tooDeep(parsing.offset);
  const { tokens } = parsing;
  const extent = measureTokens(tokens);
  if (!extent.ok) {
    const { offset, what } = extent;
    return what === "too_deep"
      ? tooDeep(offset)
      : refused(
          "too_large",
          offset,
          offset + 1,
          `The document has more than ${mostEntries} entries.`,
          "Divide it: environments may have documents of their own.",
        );
  }

  const [document, second] = firstTwo(tokens);
  if (document === undefined || isEmpty(document)) {
    return refused(
      "empty_document",
      0,
      0,
      "The document is empty.",
      "Begin with `language: 1`, then `upstreams` and `routes`.",
    );
  }
  if (document.errors.length > 0)
    return { root: null, findings: document.errors.slice(0, mostDiagnostics).map(syntaxFinding) };
  if (second !== undefined) {
    return refused(
      "several_documents",
      second.range[0],
      second.range[0],
      "The text holds more than one YAML document.",
      "Remove the line `---` between them.",
    );
  }

  const findings: SpanFinding[] = [];
  const root = document.contents === null ? null : locateNodes(document.contents, (finding) => findings.push(finding));
  return { root, findings };
};

/** Stops at the second document: a text may hold hundreds of thousands. */
const firstTwo = (tokens: readonly CST.Token[]): readonly Document.Parsed[] => {
  const composer = new Composer({
    version: "1.2",
    schema: "core",
    uniqueKeys: false,
    merge: false,
    prettyErrors: false,
    logLevel: "silent",
  });
  const documents: Document.Parsed[] = [];
  for (const document of composer.compose(tokens)) {
    documents.push(document);
    if (documents.length === 2) break;
  }
  return documents;
};

const isEmpty = (document: Document.Parsed): boolean =>
  document.errors.length === 0 &&
  (document.contents === null || (isScalar(document.contents) && document.contents.value === null));

const isTooLarge = (text: string): boolean =>
  text.length > maxDocumentBytes ||
  (text.length * 3 > maxDocumentBytes && new TextEncoder().encode(text).length > maxDocumentBytes);

const syntaxFinding = (error: YAMLError): SpanFinding => {
  const { message, hint } = syntaxWords(error);
  const [start, end] = error.pos;
  return {
    code: "yaml_syntax",
    severity: "error",
    path: [],
    span: { start, end: Math.max(start + 1, end) },
    message,
    hint,
  };
};
