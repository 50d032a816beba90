import { useT } from '../../framework/i18n';
import { Badge, Section } from '../../shared/Page';
import type { PackDifference } from './api';

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

function Text({ before, after, words }: { before?: string | null; after?: string | null; words: { text: string; change: string }[] }) {
  if (words.length > 3 || words.some(word => word.change === 'same')) {
    // oxlint-disable-next-line react/no-array-index-key -- words are known by their place
    return <span className="formula">{words.map((word, index) => (word.change === 'added' ? <ins key={index}>{word.text}</ins> : word.change === 'removed' ? <del key={index}>{word.text}</del> : <span key={index}>{word.text}</span>))}</span>;
  }
  return <span className="formula">{before && <del>{before}</del>}{before && after && ' → '}{after && <ins>{after}</ins>}</span>;
}

function Rows({ table }: { table: NonNullable<PackDifference['details'][number]['table']> }) {
  const { t, code } = useT();
  return (
    <table className="grid studio-table">
      <thead><tr><th scope="col"><span className="hidden-text">{t('studio.row.change')}</span></th>{table.inputs.map(input => <th key={input} scope="col"><code>{input}</code></th>)}<th scope="col">{code('table', 'amount')}</th></tr></thead>
      <tbody>
        {table.rows.map((row, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- rows are known by their place
          <tr key={index} className={`row-${row.change}`}>
            <td>{row.change !== 'same' && <Badge tone={tone[row.change as 'added'] ?? 'plain'}>{t(`studio.change.${row.change as 'added'}`)}</Badge>}</td>
            {(row.after.length > 0 ? row.after : row.before).map((cell, at) => (
              // oxlint-disable-next-line react/no-array-index-key -- cells are known by their column
              <td key={at}><code>{row.change === 'changed' && row.before[at] !== cell ? <><del>{row.before[at]}</del> <ins>{cell}</ins></> : row.change === 'removed' ? <del>{cell}</del> : row.change === 'added' ? <ins>{cell}</ins> : cell}</code></td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
