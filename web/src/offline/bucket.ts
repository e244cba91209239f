import { Refused, type Shape } from "../api/client.ts";
import { t } from "./words.ts";

/** Put a file where its announcement says; nothing is done where it is there already. `missed` is said if it did not get there. */
export async function putFile(upload: Shape<"MediaUploadView"> | null, file: Blob, missed: string): Promise<void> {
  if (!upload) return;
  const { url, method, headers } = upload;
  const answer = await fetch(url, { method, headers: headers as Record<string, string>, body: file }).catch(() => undefined);
  if (!answer) throw new Refused(0, {}, missed);
  if (!answer.ok) throw new Refused(answer.status >= 500 ? 503 : answer.status, {}, t("photoRefused"));
}
