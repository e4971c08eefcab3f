export {
  type ApiServer,
  type ApiServerOptions,
  type DeleteDemoInput,
  type FirstOwnerInput,
  openApiServer,
  type UnexpectedError,
} from "./open-api-server.ts";
export { practisePublishing } from "./practise-publishing.ts";
