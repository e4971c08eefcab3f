import { z } from "zod";
import { timeOfDay } from "./time-of-day.ts";
import { timeZone } from "./time-zone.ts";
import { weekdayRange } from "./weekdays.ts";

/** A weekly window; start inclusive, end exclusive; a window that ends before it begins goes over midnight. */
export const scheduleSchema = z
  .strictObject({
    days: z
      .array(weekdayRange)
      .meta({ description: "Days on which the window begins. Every day unless given." })
      .optional(),
    from: timeOfDay("When the window begins, inclusive.", "09:00").optional(),
    to: timeOfDay("When the window ends, exclusive. Before `from`: on the next day.", "17:00").optional(),
    time_zone: timeZone("Zone of `from` and `to`; daylight saving time is followed."),
  })
  .meta({ description: "Days and hours of the week." });
