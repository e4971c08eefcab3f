/** Where the run's Postgres is, for the test processes. */
export const testServerVariable = "MERIDIAN_TEST_POSTGRES";

export const templateDatabase = "meridian_template";
