import { api, ask, type Shape } from "../api/client.ts";
import { me } from "../session/me.ts";
import { Button, Card, Problem } from "../ui/components.tsx";
import { useStep } from "../ui/data.ts";
import { t } from "./words.ts";

/** Whether the household's name may stand on the red board: in the village, before everybody, or not at all; taken back at any time. */
export function Consent({ standing, again }: { standing: Shape<"StandingView">; again: () => Promise<void> }) {
  const { busy, refused, run } = useStep();
  if (me.value?.household !== standing.household) return null;
  const note = (body: Shape<"NoteStanding">): void =>
    void run(async () => {
      const path = { household: standing.household };
      await ask(api.POST("/v1/points/households/{household}/standing", { params: { path }, body }));
      await again();
    });
  const now = standing.consent ? (standing.in_public ? "consentPublic" : "consentVillage") : "consentNone";
  return (
    <Card title={t("consent")}>
      <p>{t(now)}</p>
      <p class="hint">{t("consentHint")}</p>
      {!standing.consent && (
        <Button busy={busy} onClick={() => note({ action: "consent" })}>
          {t("agreeVillage")}
        </Button>
      )}
      {!standing.in_public && (
        <Button busy={busy} onClick={() => note({ action: "consent", in_public: true })}>
          {t("agreePublic")}
        </Button>
      )}
      {standing.consent && (
        <Button busy={busy} onClick={() => note({ action: "withdraw_consent" })}>
          {t("takeBack")}
        </Button>
      )}
      <Problem refused={refused} />
    </Card>
  );
}
