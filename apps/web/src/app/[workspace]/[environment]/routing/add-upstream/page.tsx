import type { Metadata } from "next";
import { AddUpstreamScreen } from "../../../../../upstreams/add-upstream-screen.tsx";

export const metadata: Metadata = { title: "Add an upstream" };

export default function Page() {
  return <AddUpstreamScreen />;
}
