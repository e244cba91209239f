import { api, ask, type Shape } from "../api/client.ts";
import type { Values } from "../ui/filled.ts";

/** Take a step with an incident as it was seen: whoever was faster is not overruled. */
export async function moveCase(
  id: string,
  version: number,
  action: string,
  said: Values,
): Promise<Shape<"IncidentView">> {
  const body = { action, ...said } as Shape<"MoveIncident">;
  return ask(
    api.POST("/v1/incidents/{incident_id}/transitions", {
      params: { path: { incident_id: id }, header: { "If-Match": `"${version}"` } },
      body,
    }),
  );
}
