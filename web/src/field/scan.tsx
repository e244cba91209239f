import { useState } from "preact/hooks";
import { go, type Place } from "../router.ts";
import { Button, Card, Input, Page } from "../ui/components.tsx";
import { leadsTo } from "./codes.ts";
import { t } from "./words.ts";

interface Detector {
  detect: (image: ImageBitmap) => Promise<{ rawValue: string }[]>;
}
type Detecting = new (options: { formats: string[] }) => Detector;

/** Read a code on a plate, a slip or a redemption, or type what stands below it. */
export function Scan(_: Place) {
  const [code, type] = useState("");
  const [said, say] = useState("");
  const detecting = (window as unknown as { BarcodeDetector?: Detecting }).BarcodeDetector;
  const open = (text: string): void => {
    const to = leadsTo(text);
    if (to) go(to);
    else say(t("leadsNowhere"));
  };
  const look = async (file: File | undefined): Promise<void> => {
    if (!file || !detecting) return;
    const found = await new detecting({ formats: ["qr_code"] }).detect(await createImageBitmap(file)).catch(() => []);
    if (found[0]) open(found[0].rawValue);
    else say(t("noCodeSeen"));
  };
  return (
    <Page title={t("scan")}>
      <Card>
        {detecting && (
          <div class="field">
            <label for="code-photo">{t("photoOfCode")}</label>
            <input
              id="code-photo"
              type="file"
              accept="image/*"
              capture="environment"
              onChange={(event) => void look(event.currentTarget.files?.[0])}
            />
          </div>
        )}
        <form
          onSubmit={(event) => {
            event.preventDefault();
            open(code);
          }}
        >
          <Input label={t("code")} hint={t("codeHint")} required value={code} onInput={(event) => type(event.currentTarget.value)} />
          <p role="status" class="hint">{said}</p>
          <Button kind="main" type="submit">{t("open")}</Button>
        </form>
      </Card>
    </Page>
  );
}
