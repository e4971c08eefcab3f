import type { Metadata } from "next";
import { WorkspaceScreen } from "../../../../../workspace/workspace-screen.tsx";

export const metadata: Metadata = { title: "Workspace" };

export default function Page() {
  return <WorkspaceScreen />;
}
