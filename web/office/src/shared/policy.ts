import type { Schemas } from '@fuyao/shared/api';

/** A policy's result for one subject, with the names that people read. */
export type PolicyResult = Schemas['ResultView'];
export type Because = Schemas['ReasonView'];
export type Quote = Schemas['QuoteView'];
/** A number or word of the plan that rules name. */
export type Parameter = Pick<Schemas['ParameterPage'], 'id' | 'title' | 'value'>;

/** What “why?” shows of the rule itself. */
export type Rule = Pick<Schemas['PolicyPage'], 'eligible' | 'table' | 'readings'>;
