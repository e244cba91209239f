import "../../ui/desk.css";
import type { Pages } from "../../router.ts";
import { Redemptions } from "./redemptions.tsx";
import { Shop } from "./shop.tsx";
import { Stock } from "./stock.tsx";

export const pages: Pages = { shop: Shop, "stock/:id": Stock, redemptions: Redemptions };
