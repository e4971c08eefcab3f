import type { Metadata } from "next";
import { SecretsScreen } from "../../../../../secrets/secrets-screen.tsx";

export const metadata: Metadata = { title: "Secrets" };

export default function Page() {
  return <SecretsScreen />;
}
