import { clause } from "../clause/clause.ts";

// What several policies say of whom they put first, or of whom they let warm up.

export const drawnFrom = clause(", drawn from {} alike");
export const leastOf = clause(", least of {}");
export const unseenLong = clause(", tried because it was not seen for long");
export const warmedUp = clause(", warmed up to {} %");
