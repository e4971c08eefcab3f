import type { Outputs } from "../trpc/outputs.ts";
import { Table, Td, Th, Tr } from "../ui/table.tsx";
import { Age } from "../ui/time.tsx";

export type Secret = Outputs["secrets"]["list"][number];

export function SecretTable({ secrets }: { readonly secrets: readonly Secret[] }) {
  return (
    <Table label="Secrets">
      <thead>
        <tr>
          <Th>Name</Th>
          <Th>Allowed hosts</Th>
          <Th>Updated</Th>
        </tr>
      </thead>
      <tbody>
        {secrets.map((secret) => (
          <Tr key={secret.name}>
            <Td className="whitespace-nowrap font-medium font-mono text-xs">{secret.name}</Td>
            <Td className="font-mono text-xs">{secret.allowedHosts.join(", ")}</Td>
            <Td className="whitespace-nowrap text-muted">
              <Age atMs={secret.updatedAtMs} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
