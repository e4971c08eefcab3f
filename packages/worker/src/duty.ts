/** Something that the worker does again and again. Doing it twice does no harm. */
export type Duty = {
  readonly name: string;
  readonly everyMs: number;
  /** Resolves to what is worth a line in the log; null when nothing changed. */
  readonly run: () => Promise<string | null>;
};
