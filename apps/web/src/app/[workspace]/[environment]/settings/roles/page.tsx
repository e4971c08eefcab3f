import type { Metadata } from "next";
import { RolesScreen } from "../../../../../people/roles-screen.tsx";

export const metadata: Metadata = { title: "Roles" };

export default function Page() {
  return <RolesScreen />;
}
