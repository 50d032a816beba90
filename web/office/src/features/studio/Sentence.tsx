import { useT } from '../../framework/i18n';
import type { StudioParameter, StudioPolicy } from './api';
import { useStudioContext } from './context';
import { EditText } from './EditText';

/** Every expression and cell of a policy. */
export function textsOf(policy: StudioPolicy): string[] {
  const amounts = policy.value ? [...policy.parts, { amount: policy.value }] : policy.parts;
  const cells = amounts.flatMap(part => part.amount.table?.rows ?? []).flatMap(row => row.conditions.concat(row.output));
  return [policy.eligible, policy.manual, ...amounts.map(part => part.amount.expression), ...cells].flatMap(one => one?.text ?? []);
}

/** The figures that a policy takes from its sentence. */
export function numbersOf(policy: StudioPolicy, parameters: StudioParameter[]): string[] {
  const figures = parameters.flatMap(one => one.values.map(value => value.value ?? ''));
  return textsOf(policy).join(' ').match(/(?<![\w.])\d+(\.\d+)?/g)?.concat(figures) ?? figures;
}

/** The plan's sentence with the figures that the rule takes from it marked. */
export function Sentence({ source, place, numbers }: { source?: { file: string; plan?: string | null; quote: string } | null; place: { file?: string | null; path: string[] }; numbers?: string[] }) {
  const { t } = useT();
  const { edit } = useStudioContext();
  if (!source?.quote) return null;
  return (
    <figure className="quote">
      <blockquote lang="zh-CN">
        {edit && place.file ? <EditText value={{ text: source.quote, file: place.file, path: [...place.path, 'source', 'quote'] }} label={t('studio.quote')} plain /> : <Marked text={source.quote} numbers={numbers} />}
      </blockquote>
      <figcaption>{t('why.source', { plan: source.plan ?? '', file: source.file })}</figcaption>
    </figure>
  );
}

function Marked({ text, numbers }: { text: string; numbers?: string[] }) {
  const known = new Set(numbers);
  // oxlint-disable-next-line react/no-array-index-key -- parts are known by their place
  return text.split(/(\d+(?:\.\d+)?)/).map((part, index) => (known.has(part) ? <mark key={index}>{part}</mark> : part));
}
