import { useEffect, useState } from "preact/hooks";
import { api, ask, type Shape } from "../api/client.ts";
import { type Config, config } from "../config.ts";
import type { Place } from "../router.ts";
import { Button, Card, Page, Shown, Table, Tag } from "../ui/components.tsx";
import { useAsked } from "../ui/data.ts";
import { language } from "../ui/language.ts";
import { t as all } from "../ui/words.ts";
import { project, type Ring, rings, shades } from "./outline.ts";
import { useAbout } from "./reports.tsx";
import { t } from "./words.ts";

type Spot = Shape<"HotSpot">;

/** Where matters gather: outlines without tiles, a list beside them. For staff alone; a public map needs its approval number. */
export function HotSpots({ query }: Place) {
  const { unit, first, last, picker } = useAbout("hot-spots", query);
  const [told, tell] = useState<Config>();
  useEffect(() => void config().then(tell), []);
  const asked = useAsked(
    () => ask(api.GET("/v1/reports/tracking/hot-spots", { params: { query: { unit: unit || "", first, last } } })),
    [unit, first, last, language.value],
  );
  return (
    <Page title={t("hotSpots")} aside={<Button onClick={() => print()}>{all("print")}</Button>}>
      {picker}
      <Shown asked={asked}>
        {(found) => (
          <div class="sheet">
            <div>
              <Card>
                <Outlines spots={found.spots} />
                <p class="faint">
                  {t("staffOnly")}
                  {told?.map_number && " · " + told.map_number}
                </p>
              </Card>
            </div>
            <div>
              <Card title={t("places")}>
                <p class="hint">{found.rule}</p>
                <Table
                  caption={t("places")}
                  head={[t("place"), t("reportedNow"), t("before")]}
                  rows={found.spots.map((one) => [
                    <>
                      {one.name} {one.is_hot && <Tag tone="late">{t("hot")}</Tag>}
                    </>,
                    String(one.matters),
                    String(one.before),
                  ])}
                />
              </Card>
            </div>
          </div>
        )}
      </Shown>
    </Page>
  );
}

function Outlines({ spots }: { spots: readonly Spot[] }) {
  const drawn = spots.filter((one) => one.boundary);
  if (!drawn.length) return <p class="empty">{t("noOutlines")}</p>;
  const outlines = drawn.map((one) => rings(one.boundary as Spot["boundary"] & object));
  const place = project(outlines.flat());
  const shade = shades(spots.map((one) => one.matters));
  const line = (ring: Ring): string => "M" + ring.map((point) => place.at(point).join(" ")).join("L") + "Z";
  return (
    <svg class="map" viewBox={`0 0 ${place.width} ${place.height}`} role="img" aria-label={t("hotSpots")}>
      {drawn.map((one, at) => (
        <path key={one.unit} class={"shade" + shade(one.matters)} d={(outlines[at] as Ring[]).map(line).join("")}>
          <title>{one.name + " " + one.matters}</title>
        </path>
      ))}
    </svg>
  );
}
