/** Why nobody was signed in, in words. `error` is what the session library says. */
export function signInProblem(provider: "password" | "demo", error: string | null): string {
  if (error === "too_many_attempts")
    return "Too many wrong passwords for this email. Wait five minutes, then try again.";
  if (error === "CredentialsSignin") {
    return provider === "password"
      ? "Email or password is wrong."
      : "The demo cannot be entered like this: it has to be opened on the machine it runs on.";
  }
  return "Meridian cannot sign you in right now. Try again in a moment.";
}
