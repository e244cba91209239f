/** What the deployment says of itself, at `/config.json`. */
export interface Config {
  county_code: string;
  county_name: string;
  issuer: string;
  client_id: string;
  scope: string;
  icp: string;
  contact: string;
  map_number: string;
}

let loading: Promise<Config> | undefined;

/** Ask once and keep the answer; ask again after a failure. */
export function config(): Promise<Config> {
  loading ||= fetch("/config.json").then((answer) => {
    if (!answer.ok) throw new Error("config.json: " + answer.status);
    return answer.json() as Promise<Config>;
  });
  loading.catch(() => (loading = undefined));
  return loading;
}
