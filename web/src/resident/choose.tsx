import { useState } from "preact/hooks";
import { Button } from "../ui/components.tsx";
import { t } from "./words.ts";

export type Choice = "yes" | "no" | "abstain";
const CHOICES: Choice[] = ["yes", "no", "abstain"];

/** A ballot paper: one mark, and then once more whether it is meant, since it cannot be taken back. */
export function Choose({ busy, send }: { busy: boolean; send: (choice: Choice) => void }) {
  const [choice, mark] = useState<Choice>();
  const [sure, ask] = useState(false);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (choice && sure) send(choice);
        else if (choice) ask(true);
      }}
    >
      <fieldset class="field">
        <legend>{t("mark")}</legend>
        {CHOICES.map((one) => (
          <label key={one} class="choice">
            <input
              type="radio"
              name="choice"
              required
              checked={choice === one}
              onChange={() => {
                mark(one);
                ask(false);
              }}
            />
            {t(one)}
          </label>
        ))}
      </fieldset>
      <p aria-live="polite">{sure && choice && t("areYouSure", { choice: t(choice) })}</p>
      <Button kind="main" type="submit" busy={busy}>
        {sure ? t("castIt") : t("cast")}
      </Button>
    </form>
  );
}
