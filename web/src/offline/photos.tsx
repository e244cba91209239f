import { newKey } from "../api/client.ts";
import { Button } from "../ui/components.tsx";
import { jpegOf } from "./photo.ts";
import type { Photo } from "./plan.ts";
import { t } from "./words.ts";

/** Photos a report may have. */
const MOST = 9;

/** Photos from camera or album, made smaller at once; what is no picture is left out, and said. */
export function ChoosePhotos({
  photos,
  set,
  say,
  hint = t("photosHint"),
}: {
  photos: Photo[];
  set: (photos: Photo[]) => void;
  say: (words: string) => void;
  hint?: string;
}) {
  const add = async (files: FileList | null): Promise<void> => {
    say("");
    const taken: Photo[] = [];
    for (const file of Array.from(files || []).slice(0, MOST - photos.length)) {
      try {
        taken.push({ id: newKey(), blob: await jpegOf(file), kind: "before" });
      } catch {
        say(t("noPicture"));
      }
    }
    set([...photos, ...taken]);
  };
  return (
    <div class="field">
      <label for="photos">{t("photos")}</label>
      <p class="hint" id="photosh">{hint}</p>
      <input
        id="photos"
        type="file"
        accept="image/*"
        multiple
        aria-describedby="photosh"
        disabled={photos.length >= MOST}
        onChange={(event) => void add(event.currentTarget.files)}
      />
      {photos.length > 0 && (
        <ul class="lines">
          {photos.map((one, at) => (
            <li key={one.id}>
              {t("photoOf", { n: at + 1, kb: Math.round(one.blob.size / 1000) })}{" "}
              <Button kind="quiet" onClick={() => set(photos.filter((each) => each.id !== one.id))}>{t("leaveOut")}</Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
