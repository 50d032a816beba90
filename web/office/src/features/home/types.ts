import type { Schemas } from '@fuyao/shared/api';

export type Home = Schemas['Home'];
export type TownshipRow = Schemas['PlaceFigures'];
