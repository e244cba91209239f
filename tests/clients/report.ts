// A client as somebody would write one: reports an incident, escalates it without and with a reason, and says what it was told.
import createClient from "openapi-fetch";
import type { components, paths } from "./api.js";

type Move = components["schemas"]["MoveIncident"];
type Incident = components["schemas"]["IncidentView"];

// @ts-expect-error - what a step needs is known before it is sent
const withoutReason: Move = { action: "escalate" };
const withReason: Move = { action: "escalate", reason: "村里无力修复" };
// @ts-expect-error - there is no such step
export const unknown: Move = { action: "forget" };

export async function reportAndEscalate(baseUrl: string, token: string): Promise<string[]> {
  const client = createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${token}` } });
  const reported = await client.POST("/v1/incidents", {
    body: {
      unit: "140426106201001",
      category: "public_facilities",
      severity: "general",
      source: "patrol",
      description: "村口井盖破损",
    },
  });
  if (!reported.data) throw new Error(JSON.stringify(reported.error));
  const incident: Incident = reported.data;
  const path = { incident_id: incident.id };
  const header = { "Idempotency-Key": incident.id };
  const move = (body: Move) =>
    client.POST("/v1/incidents/{incident_id}/transitions", { params: { path, header }, body });
  const said: string[] = [incident.status];
  const refused = await move(withoutReason);
  if (refused.error && "type" in refused.error) {
    const problem = refused.error;
    said.push(problem.type);
    if (problem.type === "urn:sizhi:problem:words-missing") {
      said.push(...(problem.errors ?? []).map((one) => one.field));
    }
  }
  const moved = await client.POST("/v1/incidents/{incident_id}/transitions", {
    params: { path },
    body: withReason,
  });
  if (!moved.data) throw new Error(JSON.stringify(moved.error));
  const due: string | null = moved.data.due_at;
  said.push(moved.data.tier, due === null ? "no date" : due.slice(-6));
  return said;
}
