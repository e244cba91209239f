import type { Pages } from "../router.ts";
import { Board, Boards, Publication } from "./board.tsx";
import { Courtyard, Grid, Plate } from "./cards.tsx";
import { Home } from "./home.tsx";
import { Track, TrackPage } from "./track.tsx";

export const pages: Pages = {
  "": Home,
  track: TrackPage,
  "track/:code": Track,
  board: Boards,
  "board/:village": Board,
  "board/:village/:publication": Publication,
  "grid/:grid": Grid,
  "courtyard/:plate": Courtyard,
  "plate/:token": Plate,
};
