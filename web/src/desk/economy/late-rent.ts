interface Instalment {
  number: number;
  due_on: string;
  fen: number;
  paid_fen: number;
  days_late: number;
}
interface Contract {
  rent: readonly Instalment[];
}

export interface Late<Of> {
  contract: Of;
  instalment: Instalment;
  open: number;
}

/** What of the rent is late, the longest first. */
export function arrears<Of extends Contract>(contracts: readonly Of[]): Late<Of>[] {
  const found: Late<Of>[] = [];
  for (const contract of contracts) {
    for (const instalment of contract.rent) {
      const open = instalment.fen - instalment.paid_fen;
      if (instalment.days_late > 0 && open > 0) found.push({ contract, instalment, open });
    }
  }
  return found.sort((one, other) => other.instalment.days_late - one.instalment.days_late);
}
