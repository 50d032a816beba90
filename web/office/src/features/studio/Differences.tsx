import { useT } from '../../framework/i18n';
import { Badge, Section } from '../../shared/Page';
import type { PackDifference } from './api';
import { Formula } from './Formula';

const tone = { added: 'good', removed: 'bad', changed: 'info' } as const;

/** What two versions say differently: figures from–to, rows cell by cell, expressions word by word. */
export function Differences({ items }: { items: PackDifference[] }) {
  const { t, text } = useT();
  if (items.length === 0) return <p className="faint">{t('studio.noDifference')}</p>;
  return (
    <>
      {items.map(item => (
        <Section key={`${item.kind}/${item.id}`} title={text(item.title) || item.id} extra={<span><Badge>{t(`studio.kind.${item.kind as 'policy'}`)}</Badge><Badge tone={tone[item.change as 'added'] ?? 'plain'}>{t(`studio.change.${item.change as 'added'}`)}</Badge></span>}>
          <dl className="differences">
            {item.details.map(detail => (
              <div key={`${detail.what}/${detail.of ?? ''}`}>
                <dt>{t(`studio.what.${detail.what as 'title'}`)}{detail.of && <span className="faint"> {detail.of}</span>}</dt>
                <dd>{detail.table ? <Rows table={detail.table} /> : <Text {...detail} />}</dd>
              </div>
            ))}
          </dl>
        </Section>
      ))}
    </>
  );
}

/** What is said in the rules' language is shown by labels, as everywhere. */
const spoken = new Set(['eligible', 'manual', 'amount', 'value', 'holds', 'when', 'outcome', 'definition', 'figure']);

function Text({ what, before, after, words }: { what: string; before?: string | null; after?: string | null; words: { text: string; change: string }[] }) {
  const say = (text: string) => (spoken.has(what) ? <Formula text={text} /> : text);
  if (words.length > 3 || words.some(word => word.change === 'same')) {
    // oxlint-disable-next-line react/no-array-index-key -- words are known by their place
    return <span className="formula">{words.map((word, index) => (word.change === 'added' ? <ins key={index}>{say(word.text)}</ins> : word.change === 'removed' ? <del key={index}>{say(word.text)}</del> : <span key={index}>{say(word.text)}</span>))}</span>;
  }
  return <span className="formula">{before && <del>{say(before)}</del>}{before && after && ' → '}{after && <ins>{say(after)}</ins>}</span>;
}

function Rows({ table }: { table: NonNullable<PackDifference['details'][number]['table']> }) {
  const { t, code } = useT();
  return (
    <table className="grid studio-table">
      <thead><tr><th scope="col"><span className="hidden-text">{t('studio.row.change')}</span></th>{table.inputs.map(input => <th key={input} scope="col"><Formula text={input} /></th>)}<th scope="col">{code('table', 'amount')}</th></tr></thead>
      <tbody>
        {table.rows.map((row, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- rows are known by their place
          <tr key={index} className={`row-${row.change}`}>
            <td>{row.change !== 'same' && <Badge tone={tone[row.change as 'added'] ?? 'plain'}>{t(`studio.change.${row.change as 'added'}`)}</Badge>}</td>
            {(row.after.length > 0 ? row.after : row.before).map((cell, at) => (
              // oxlint-disable-next-line react/no-array-index-key -- cells are known by their column
              <td key={at}>{row.change === 'changed' && row.before[at] !== cell ? <><del><Formula text={row.before[at] ?? ''} /></del> <ins><Formula text={cell} tested={table.inputs[at]} /></ins></> : row.change === 'removed' ? <del><Formula text={cell} /></del> : row.change === 'added' ? <ins><Formula text={cell} /></ins> : <Formula text={cell} tested={table.inputs[at]} />}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
