import { api, ask, type Shape } from "../api/client.ts";
import { go, href } from "../router.ts";
import { Card, Select, Shown } from "../ui/components.tsx";
import { useAsked } from "../ui/data.ts";
import { language } from "../ui/language.ts";
import { t } from "./words.ts";

type Unit = Shape<"UnitSummary">;

export const nameOf = (unit: Unit): string => (language.value === "en" && unit.name_en) || unit.name;

/** The units right below one that are open, as everybody may read them. */
async function below(parent?: string): Promise<Unit[]> {
  const query = { limit: 100, ...(parent && { parent }) };
  const page = await ask(api.GET("/v1/registry/public/units", { params: { query } }));
  return page.items.filter((unit) => !unit.closed_from);
}

export const useUnits = (parent?: string) => useAsked(() => below(parent), [parent || "", language.value]);

/** Choose a village by the names of its town and itself; nobody knows codes. */
export function Villages({ town }: { town: string }) {
  const towns = useUnits();
  return (
    <Card title={t("chooseVillage")}>
      <Shown asked={towns}>
        {(units) => (
          <Select
            label={t("town")}
            value={town}
            options={[["", t("choose")], ...units.map((unit) => [unit.code, nameOf(unit)] as const)]}
            onChange={(event) => go(href("board", { town: event.currentTarget.value }))}
          />
        )}
      </Shown>
      {town && <VillagesOf town={town} />}
    </Card>
  );
}

function VillagesOf({ town }: { town: string }) {
  const villages = useUnits(town);
  return (
    <Shown asked={villages}>
      {(units) => (
        <ul class="lines">
          {units.map((unit) => (
            <li key={unit.code}>
              <a href={href("board/" + unit.code)}>{nameOf(unit)}</a>
            </li>
          ))}
        </ul>
      )}
    </Shown>
  );
}
