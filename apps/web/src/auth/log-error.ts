/** One line of JSON a problem on standard error, as the other processes write. */
export function logError(message: string, error: unknown, about: Readonly<Record<string, unknown>> = {}): void {
  const { stack, message: because } = error instanceof Error ? error : new Error(String(error));
  process.stderr.write(
    `${JSON.stringify({ level: 50, time: Date.now(), name: "web", msg: message, ...about, err: { message: because, stack } })}\n`,
  );
}
