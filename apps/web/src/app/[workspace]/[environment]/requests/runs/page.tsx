import type { Metadata } from "next";
import { RunsScreen } from "../../../../../requests/runs-screen.tsx";

export const metadata: Metadata = { title: "Runs" };

type Query = { readonly searchParams: Promise<{ readonly by?: string | string[] }> };

export default async function Page({ searchParams }: Query) {
  const { by } = await searchParams;
  return <RunsScreen by={by === "trace" ? "trace" : "session"} />;
}
