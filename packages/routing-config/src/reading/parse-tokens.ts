import { type CST, Lexer, Parser } from "yaml";
import { mostDiagnostics } from "../finding.ts";
import { deepestNesting } from "./measure-tokens.ts";

type Parsing =
  | { readonly ok: true; readonly tokens: readonly CST.Token[] }
  /** Offset of what goes too deep. */
  | { readonly ok: false; readonly offset: number };

/**
 * Text → YAML tokens. Stops as soon as it is clear that the text will be refused, for nesting or for more errors than are
 * ever shown: a megabyte of brackets or quotes would hold up everyone else for seconds.
 */
export const parseTokens = (text: string): Parsing => {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let errors = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) {
      tokens.push(token);
      if (token.type === "error") errors += 1;
    }
    // Each level adds one entry; what is a little too deep is told exactly when the whole is measured.
    if (parser.stack.length > 2 * deepestNesting) return { ok: false, offset: parser.offset };
    if (errors > mostDiagnostics) break;
  }
  tokens.push(...parser.end());
  return { ok: true, tokens };
};
