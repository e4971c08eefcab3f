export { type ApiServer, type ApiServerOptions, openApiServer, type UnexpectedError } from "./open-api-server.ts";
