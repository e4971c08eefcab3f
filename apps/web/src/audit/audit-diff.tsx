import { Time } from "../ui/time.tsx";
import { type AuditEvent, fieldChanges, fieldWords } from "./audit-words.ts";

/** What the event changed, field by field. */
export function AuditDiff({ event }: { readonly event: AuditEvent }) {
  const changes = fieldChanges(event);
  if (changes.length === 0) return <p className="text-[13px] text-muted">Nothing more was written down.</p>;
  const both = event.before !== null && event.after !== null;
  return (
    <div className="overflow-x-auto">
      <table className="w-full border-collapse text-[13px]">
        <thead>
          <tr className="text-left text-[11.5px] text-muted">
            <th scope="col" className="w-40 py-1 pr-3 font-medium">
              Field
            </th>
            {(both || event.before !== null) && (
              <th scope="col" className="py-1 pr-3 font-medium">
                Before
              </th>
            )}
            {(both || event.after !== null) && (
              <th scope="col" className="py-1 font-medium">
                {both ? "After" : "Value"}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {changes.map(({ field, before, after, changed }) => (
            <tr key={field} className="border-border border-t align-top">
              <th scope="row" className="py-1 pr-3 text-left font-normal text-muted">
                {fieldWords(field)}
              </th>
              {event.before !== null && (
                <td className="break-words py-1 pr-3">
                  <Value field={field} value={before} struck={both && changed} />
                </td>
              )}
              {event.after !== null && (
                <td className="break-words py-1">
                  <Value field={field} value={after} />
                  {both && changed && <span className="ml-2 text-info text-xs">changed</span>}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Value({
  field,
  value,
  struck = false,
}: {
  readonly field: string;
  readonly value: unknown;
  readonly struck?: boolean;
}) {
  if (value === undefined || value === null) return <span className="text-muted">none</span>;
  if (typeof value === "number" && field.endsWith("Ms")) return <Time atMs={value} />;
  const text = Array.isArray(value) ? value.join(", ") : typeof value === "string" ? value : JSON.stringify(value);
  const shown = text === "" ? <span className="text-muted">none</span> : text;
  return struck ? <del className="text-muted">{shown}</del> : shown;
}
