import { api, ask } from "../api/client.ts";
import { href, type Place } from "../router.ts";
import { signedIn, signIn } from "../session/session.ts";
import { Button, Card, Empty, Facts, LinkButton, Page, Shown } from "../ui/components.tsx";
import { useAsked } from "../ui/data.ts";
import { language } from "../ui/language.ts";
import { t } from "./words.ts";

/** What hangs at a grid: who works it, and the telephone of the office. */
export function Grid({ params }: Place) {
  const grid = params["grid"] as string;
  const asked = useAsked(
    () => ask(api.GET("/v1/services/public/grids/{grid}", { params: { path: { grid } } })),
    [grid, language.value],
  );
  return (
    <Page title={t("gridCard")}>
      <Shown asked={asked}>
        {(card) => (
          <Card title={card.name}>
            <Facts
              of={[
                [t("village"), card.village_name],
                [t("workers"), card.workers.join("、")],
                [
                  t("phone"),
                  card.phone && (
                    <>
                      <a href={"tel:" + card.phone}>{card.phone}</a>
                      {card.phone_of && <span class="faint"> {card.phone_of}</span>}
                    </>
                  ),
                ],
              ]}
            />
            {!card.workers.length && <Empty>{t("noWorker")}</Empty>}
            <LinkButton kind="main" to={href("report", { unit: grid })}>
              {t("reportHere")}
            </LinkButton>
          </Card>
        )}
      </Shown>
    </Page>
  );
}

/** What the plate at a gate says: stars and days, no household and no person. */
export function Courtyard({ params }: Place) {
  const plate = params["plate"] as string;
  const asked = useAsked(
    () => ask(api.GET("/v1/services/public/environment/plates/{plate}", { params: { path: { plate } } })),
    [plate, language.value],
  );
  return (
    <Page title={t("courtyard")}>
      <Shown asked={asked}>
        {(told) => (
          <Card title={t("stars", { n: told.stars })}>
            <Facts
              of={[
                [t("village"), told.village_name],
                [t("awarded"), told.awarded_on],
                [t("recheck"), told.recheck_on],
              ]}
            />
          </Card>
        )}
      </Shown>
    </Page>
  );
}

/** Where the code on a door leads: its household to its own page, everybody else nowhere near it. */
export function Plate({ params }: Place) {
  const token = params["token"] as string;
  if (signedIn.value !== "yes")
    return (
      <Page title={t("plate")}>
        <p>{t("plateHint")}</p>
        <Button kind="main" onClick={() => void signIn()}>
          {t("signInToOpen")}
        </Button>
      </Page>
    );
  return <Led token={token} />;
}

function Led({ token }: { token: string }) {
  const asked = useAsked(
    () => ask(api.GET("/v1/points/plates/{token}", { params: { path: { token } } })),
    [token, language.value],
  );
  return (
    <Page title={t("plate")}>
      <Shown asked={asked}>
        {(lead) => {
          const household = lead.page?.split("/").pop();
          return household ? (
            <LinkButton kind="main" to={href("household/" + household)}>
              {t("openHousehold")}
            </LinkButton>
          ) : (
            <>
              <p>{t("plateOfOthers")}</p>
              <LinkButton to={href("board/" + lead.village)}>{t("toBoard")}</LinkButton>
            </>
          );
        }}
      </Shown>
    </Page>
  );
}
