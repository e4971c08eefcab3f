export const codeClass = "rounded bg-sunken px-1 font-mono text-[0.92em]";

/** A sentence in which `names in backticks` stand as code. */
export function Worded({ text }: { readonly text: string }) {
  return text.split("`").map((part, at) =>
    at % 2 === 0 ? (
      part
    ) : (
      <code key={`${at} ${part}`} className={codeClass}>
        {part}
      </code>
    ),
  );
}
