import type { Metadata } from "next";
import { EditorScreen } from "../../../../../routing-config/editor-screen.tsx";

export const metadata: Metadata = { title: "Edit routing" };

export default function Page() {
  return <EditorScreen />;
}
