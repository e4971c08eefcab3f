import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { RequestScreen } from "../../../../../requests/request-screen.tsx";

export const metadata: Metadata = { title: "Request" };

export default async function Page({ params }: { readonly params: Promise<{ readonly id: string }> }) {
  const { id } = await params;
  if (!z.uuid().safeParse(id).success) notFound();
  return <RequestScreen id={id} />;
}
