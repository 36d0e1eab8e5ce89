// The API's description, to read and to try: Swagger UI, with nothing from anybody else's server.
import SwaggerUI from "swagger-ui-dist/swagger-ui-bundle.js";
import { landmarks } from "./landmarks";

SwaggerUI({ dom_id: "#api", url: "/openapi.json", validatorUrl: null, plugins: [landmarks] });
