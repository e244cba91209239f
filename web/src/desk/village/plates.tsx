import { api, ask } from "../../api/client.ts";
import { type Place, refine } from "../../router.ts";
import { unitName } from "../../session/units.ts";
import { Button, Card, Empty, Page, Select } from "../../ui/components.tsx";
import { useAsked } from "../../ui/data.ts";
import { Drawn } from "../../ui/drawn.tsx";
import { language } from "../../ui/language.ts";
import { t as all } from "../../ui/words.ts";
import { useHomes } from "../economy/people/homes.ts";
import { useWhere } from "../where.tsx";
import { t } from "./words.ts";

/** Codes for doors and for gates of starred courtyards, each printed for itself; on a plate stands no household and no person. */
export function Plates({ query }: Place) {
  const { code, picker } = useWhere("village", "plates", query);
  return (
    <Page title={t("plates")} aside={<Button onClick={() => print()}>{all("print")}</Button>}>
      <div class="filters no-print">{picker}</div>
      {code && <Door village={code} query={query} />}
      {code && <Gate village={code} query={query} />}
    </Page>
  );
}

function Door({ village, query }: { village: string; query: URLSearchParams }) {
  const homes = useHomes(village)["household"] || [];
  const household = homes.find(([one]) => one === query.get("household"))?.[0];
  return (
    <Card title={t("doorPlate")}>
      <p class="hint no-print">{t("doorPlateHint")}</p>
      <div class="no-print">
        <Select
          label={t("household")}
          options={[["", t("choose")], ...homes]}
          value={household || ""}
          onChange={(event) => refine("plates", query, { household: event.currentTarget.value, courtyard: "" })}
        />
      </div>
      {household && (
        <Plate village={village} says={t("doorPlateSays")}>
          <Drawn
            of={household}
            alt={t("doorPlate")}
            load={() => ask(api.GET("/v1/points/households/{household}/door-plate", { params: { path: { household } }, parseAs: "text" }))}
          />
        </Plate>
      )}
    </Card>
  );
}

function Gate({ village, query }: { village: string; query: URLSearchParams }) {
  const starred = useAsked(
    () => ask(api.GET("/v1/services/environment/courtyards", { params: { query: { unit: village, status: "starred", limit: 100 } } })),
    [village, language.value],
  );
  const yards = (starred.data?.items || []).map((one) => [one.id, (one.household_name || one.household || "") + " · " + t("stars", { n: one.stars })] as const);
  const courtyard = yards.find(([one]) => one === query.get("courtyard"))?.[0];
  return (
    <Card title={t("gatePlate")}>
      <p class="hint no-print">{t("gatePlateHint")}</p>
      {starred.data && !yards.length && <Empty>{t("noStarred")}</Empty>}
      {yards.length > 0 && (
        <div class="no-print">
          <Select
            label={t("courtyard")}
            options={[["", t("choose")], ...yards]}
            value={courtyard || ""}
            onChange={(event) => refine("plates", query, { courtyard: event.currentTarget.value, household: "" })}
          />
        </div>
      )}
      {courtyard && (
        <Plate village={village} says={t("gatePlateSays")}>
          <Drawn
            of={courtyard}
            alt={t("gatePlate")}
            load={() => ask(api.GET("/v1/services/environment/courtyards/{courtyard}/plate", { params: { path: { courtyard } }, parseAs: "text" }))}
          />
        </Plate>
      )}
    </Card>
  );
}

function Plate({ village, says, children }: { village: string; says: string; children: preact.ComponentChildren }) {
  return (
    <figure class="plate">
      {children}
      <figcaption>
        <strong>{unitName(village)}</strong>
        <p>{says}</p>
      </figcaption>
    </figure>
  );
}
