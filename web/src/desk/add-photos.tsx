import { useState } from "preact/hooks";
import { api, ask, newKey, type Shape } from "../api/client.ts";
import { putFile } from "../offline/bucket.ts";
import { ChoosePhotos } from "../offline/photos.tsx";
import type { Photo } from "../offline/plan.ts";
import { Button, Dialog, Problem, Select } from "../ui/components.tsx";
import { useStep } from "../ui/data.ts";
import { t } from "./words.ts";

const KINDS = [
  ["after", "photosAfter"],
  ["before", "photosBefore"],
  ["other", "photosOther"],
] as const;
type Kind = (typeof KINDS)[number][0];

/** Photos that are added at a desk: sent at once, each on its own; what did not arrive stays chosen. */
export function AddPhotos({ incident, again }: { incident: string; again: () => Promise<void> }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button aria-haspopup="dialog" onClick={() => setOpen(true)}>{t("addPhotos")}</Button>
      {open && <Adding incident={incident} again={again} close={() => setOpen(false)} />}
    </>
  );
}

function Adding({ incident, again, close }: { incident: string; again: () => Promise<void>; close: () => void }) {
  const [photos, setPhotos] = useState<Photo[]>([]);
  const [kind, choose] = useState<Kind>("after");
  const [said, say] = useState("");
  const { busy, refused, run } = useStep();
  const send = async (): Promise<void> => {
    let left = photos;
    try {
      for (const photo of photos) {
        await upload(incident, kind, photo);
        left = left.filter((one) => one.id !== photo.id);
      }
    } finally {
      setPhotos(left);
      if (left.length < photos.length) await again();
    }
  };
  return (
    <Dialog title={t("addPhotos")} close={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!photos.length) say(t("noneChosen"));
          else void run(send).then((done) => done && close());
        }}
      >
        <Select
          label={t("photosOf")}
          options={KINDS.map(([one, name]) => [one, t(name)] as const)}
          value={kind}
          onChange={(event) => {
            choose(event.currentTarget.value as Kind);
            setPhotos(photos.map((one) => ({ ...one, id: newKey() }))); // it is announced as something else now
          }}
        />
        <ChoosePhotos photos={photos} set={setPhotos} say={say} hint={t("photosHint")} />
        {said && (
          <p class="error" role="alert">
            {said}
          </p>
        )}
        <Problem refused={refused} />
        <Button kind="main" type="submit" busy={busy}>
          {t("sendPhotos")}
        </Button>
      </form>
    </Dialog>
  );
}

async function upload(incident: string, kind: Kind, photo: Photo): Promise<void> {
  const params = { path: { incident_id: incident }, header: { "Idempotency-Key": photo.id } };
  const body: Shape<"AnnounceMedia"> = { kind, content_type: "image/jpeg", size: photo.blob.size };
  const announced = await ask(api.POST("/v1/media/incidents/{incident_id}", { params, body }));
  await putFile(announced.upload, photo.blob, t("photoMissed"));
}
