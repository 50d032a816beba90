export interface TownshipRow {
  code: string;
  name: string;
  households: number;
  persons: number;
}

export interface Home {
  area: { code: string; name: string };
  as_of: string;
  figures: {
    households: number;
    persons: number;
    registered: number;
    average_income_per_head?: string | null;
    awards_last_run?: number | null;
    amount_last_run?: string | null;
    last_run?: { id: string; period: string } | null;
  };
  by_township: TownshipRow[];
}
