import { Button } from 'antd';
import { useEffect, type ReactNode } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { chineseDay, count, money, today } from '../../framework/format';
import { useT, type Key, type Language } from '../../framework/i18n';
import { useUser } from '../../framework/session';
import { QrCode } from '../../shared/QrCode';
import { Loaded } from '../../shared/State';
import '../households/paper.css';
import { useDictionary, type Field } from '../records/api';
import { useSay } from '../records/say';
import { useBook, type Book } from './api';
import './book.css';

/** 一村一册 and 一乡一簿 on paper: cover, facts, three years of figures, villages or households, organisations, benefits, signatures. */
export function BookPaper() {
  const { t } = useT();
  const { code = '' } = useParams();
  const [params] = useSearchParams();
  const asOf = { on: params.get('on') ?? undefined, known_at: params.get('known_at') ?? undefined };
  const book = useBook(code, asOf);
  const dictionary = useDictionary();
  const back = params.toString();
  return (
    <main className="paper-place">
      <div className="paper-bar">
        <Link to={`/villages/${code}${back ? `?${back}` : ''}`}>{t('book.back')}</Link>
        <Button type="primary" disabled={!book.data || !dictionary.data} onClick={() => window.print()}>{t('household.print')}</Button>
      </div>
      <Loaded query={dictionary}>{fields => <Loaded query={book}>{found => <Paper book={found} fields={fields.fields} sections={fields.sections} />}</Loaded>}</Loaded>
    </main>
  );
}

function Paper({ book, fields, sections }: { book: Book; fields: Field[]; sections: { id: string; label: { zh: string; en: string } }[] }) {
  const { t, language } = useT();
  const user = useUser();
  const { record } = book;
  const village = record.kind === 'village';
  const name = `${village ? (record.region.township ?? '') : (record.region.county ?? '')}${record.name ?? ''}`;
  useEffect(() => {
    document.title = `${name}${t(village ? 'book.village' : 'book.township')}`;
  }, [name, village, t]);
  // Parts are numbered as they come: a village has groups and households, a township villages.
  const parts: [Key, ReactNode][] = [
    ['book.facts', <Facts key="facts" book={book} fields={fields} />],
    ['book.figures', <Years key="years" book={book} fields={fields} sections={sections} />],
    ...(book.villages ? ([['book.villages', <Villages key="villages" book={book} fields={fields} />]] as [Key, ReactNode][]) : []),
    ...(book.groups.length > 0 ? ([['book.groups', <Groups key="groups" book={book} />]] as [Key, ReactNode][]) : []),
    ...(village ? ([['book.households', <Households key="households" book={book} />]] as [Key, ReactNode][]) : []),
    ['book.organisations', book.organisations.length === 0 ? <p key="organisations" className="book-none">{t('book.none')}</p> : <Organisations key="organisations" book={book} fields={fields} />],
    ['book.benefits', book.programmes.length === 0 ? <p key="benefits" className="book-none">{t('book.none')}</p> : <Programmes key="benefits" book={book} />],
  ];
  return (
    <article className="paper book" lang="zh-CN">
      <header className="book-cover">
        <p className="book-number">{t('book.number', { number: book.number })}</p>
        <h1>{name}<br />{t(village ? 'book.village' : 'book.township')}</h1>
        <p>{chineseDay(record.on)}</p>
        <QrCode path={`/office/villages/${record.key}`} label={t('villages.qr.label', { name })} size={110} />
        <p className="book-maker">{t('book.maker', { county: record.region.county ?? '' })}</p>
      </header>
      {parts.map(([title, content], index) => <section key={title}><h2>{t('book.part', { n: ordinal(index, language), title: t(title) })}</h2>{content}</section>)}
      <div className="paper-signs">{(village ? (['book.sign.secretary', 'book.sign.team', 'book.sign.village'] as const) : (['book.sign.filler', 'book.sign.leader', 'book.sign.township'] as const)).map(key => <span key={key}>{t(key)}</span>)}</div>
      <p className="paper-foot">{t('paper.printed', { name: user.name, date: chineseDay(today()) })}{record.known_at && ` ${t('book.knownAt', { time: record.known_at })}`}</p>
    </article>
  );
}

const ordinal = (index: number, language: Language) => (language === 'zh' ? '一二三四五六七八九'[index]! : String(index + 1));

function Facts({ book, fields }: { book: Book; fields: Field[] }) {
  const { t, text } = useT();
  const say = useSay();
  const { record, figures } = book;
  const shown = fields.filter(field => !field.yearly && field.kinds.includes(record.kind) && record.facts[field.id] !== undefined);
  const pairs: [string, string][] = [
    [t('book.inRegister'), t('book.householdsPersons', { households: count(figures.households), persons: count(figures.persons) })],
    [t('figure.registered'), t('book.householdsPersons', { households: count(figures.registered), persons: count(figures.registered_persons) })],
    [t('figure.exited'), `${count(figures.exited)} ${t('unit.household')}`],
    [t('book.monitored'), `${count(figures.monitored)} ${t('unit.household')}`],
    ...shown.map((field): [string, string] => [text(field.label), say(field, record.facts)]),
  ];
  return (
    <table>
      <tbody>
        {pairs.filter((_, index) => index % 2 === 0).map((pair, index) => {
          const second = pairs[index * 2 + 1];
          return <tr key={pair[0]}><th scope="row">{pair[0]}</th><td>{pair[1]}</td><th scope="row">{second?.[0]}</th><td>{second?.[1]}</td></tr>;
        })}
      </tbody>
    </table>
  );
}

function Years({ book, fields, sections }: { book: Book; fields: Field[]; sections: { id: string; label: { zh: string; en: string } }[] }) {
  const { t, text } = useT();
  const say = useSay();
  const years = book.record.years.slice(0, 3);
  if (years.length === 0) return <p className="book-none">{t('book.noYears')}</p>;
  const yearly = fields.filter(field => field.yearly && field.kinds.includes(book.record.kind));
  return (
    <table>
      <thead><tr><th scope="col">{t('records.field')}</th><th scope="col" className="unit">{t('book.unit')}</th>{years.map(year => <th key={year.year} scope="col">{t('villages.yearOf', { year: year.year })}</th>)}</tr></thead>
      {sections.filter(section => yearly.some(field => field.section === section.id)).map(section => (
        <tbody key={section.id}>
          <tr className="book-section"><th scope="rowgroup" colSpan={2 + years.length}>{text(section.label)}</th></tr>
          {yearly.filter(field => field.section === section.id).map(field => (
            <tr key={field.id}><th scope="row">{text(field.label)}</th><td className="unit">{field.unit ? text(field.unit) : ''}</td>{years.map(year => <td key={year.year} className={field.type === 'text' ? undefined : 'number'}>{say(field, year.facts, false)}</td>)}</tr>
          ))}
        </tbody>
      ))}
    </table>
  );
}

function Villages({ book, fields }: { book: Book; fields: Field[] }) {
  const { t, text } = useT();
  const list = book.villages!;
  const shown = ['households', 'population', 'cultivated', 'collective_income', 'income_per_head'].map(id => fields.find(field => field.id === id && field.kinds.includes('village'))!);
  const say = useSay();
  return (
    <>
      <p className="paper-line">{t('villages.progress', { year: list.year, answered: list.progress.answered, total: list.progress.total })}</p>
      <table className="narrow">
        <thead>
          <tr><th scope="col">{t('book.order')}</th><th scope="col">{t('region.village')}</th><th scope="col">{t('villages.isPoor')}</th><th scope="col">{t('book.registeredShort')}</th>{shown.map(field => <th key={field.id} scope="col">{text(field.label)}{field.unit && <><br />({text(field.unit)})</>}</th>)}</tr>
        </thead>
        <tbody>
          {list.items.map((row, index) => (
            <tr key={row.region.code}>
              <td>{index + 1}</td><td className="name">{row.region.name}</td><td>{row.facts['poor'] === true ? t('value.yes') : row.facts['poor'] === false ? t('value.no') : ''}</td><td className="number">{row.registered}</td>
              {shown.map(field => <td key={field.id} className="number">{say(field, row.year_facts, false)}</td>)}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr><td>&nbsp;</td><td>{t('value.total')}</td><td>&nbsp;</td><td className="number">{count(list.items.reduce((sum, row) => sum + row.registered, 0))}</td>{shown.map(field => <td key={field.id} className="number">{list.sums[field.id] === undefined ? '' : say(field, { [field.id]: list.sums[field.id]! }, false)}</td>)}</tr>
        </tfoot>
      </table>
    </>
  );
}

function Groups({ book }: { book: Book }) {
  const { t } = useT();
  // With those in no group, so that the lines add up to the village.
  const rest = book.groups.reduce((left, group) => ({ households: left.households - group.households, persons: left.persons - group.persons }), { households: book.figures.households, persons: book.figures.persons });
  return (
    <table>
      <thead><tr><th scope="col">{t('field.group')}</th><th scope="col">{t('book.formerNames')}</th><th scope="col">{t('figure.households')}</th><th scope="col">{t('figure.persons')}</th></tr></thead>
      <tbody>{book.groups.map(group => <tr key={group.id}><td>{group.name}</td><td>{group.names.filter(name => name !== group.name).join('、')}</td><td className="number">{group.households}</td><td className="number">{group.persons}</td></tr>)}
        {rest.households > 0 && <tr><td>{t('book.noGroup')}</td><td>—</td><td className="number">{rest.households}</td><td className="number">{rest.persons}</td></tr>}
      </tbody>
    </table>
  );
}

function Households({ book }: { book: Book }) {
  const { t, code } = useT();
  if (book.households.length === 0) return <p className="book-none">{t('book.none')}</p>;
  return (
    <>
      <table className="narrow">
        <thead><tr>{(['book.order', 'field.group', 'field.head', 'book.members', 'field.status', 'field.category', 'field.cause', 'book.income', 'book.registeredOn', 'book.exitedOn'] as const).map(key => <th key={key} scope="col">{t(key)}</th>)}</tr></thead>
        <tbody>
          {book.households.map((row, index) => (
            <tr key={row.id}>
              <td>{index + 1}</td><td className="name">{row.group}</td><td className="name">{row.head_name}</td><td className="number">{row.members}</td><td>{code('status', row.status)}</td><td>{code('category', row.category)}</td>
              <td>{code('cause', row.main_cause)}</td><td className="number">{money(row.income_per_head)}</td><td className="name">{row.registered_on}</td><td className="name">{row.exited_on}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {book.figures.others > 0 && <p className="paper-line">{t('book.others', { n: count(book.figures.others) })}</p>}
    </>
  );
}

function Organisations({ book, fields }: { book: Book; fields: Field[] }) {
  const { t } = useT();
  const say = useSay();
  const kind = fields.find(field => field.id === 'kind' && field.kinds.includes('organisation'))!;
  return (
    <table>
      <thead><tr><th scope="col">{t('records.name')}</th><th scope="col">{t('organisations.kind')}</th><th scope="col">{t('organisations.linked')}</th></tr></thead>
      <tbody>{book.organisations.map(row => <tr key={row.id}><td>{row.name}</td><td>{say(kind, row.facts)}</td><td className="number">{row.linked}</td></tr>)}</tbody>
    </table>
  );
}

function Programmes({ book }: { book: Book }) {
  const { t } = useT();
  return (
    <table>
      <thead><tr><th scope="col">{t('received.department')}</th><th scope="col">{t('received.programme')}</th><th scope="col">{t('figure.households')}</th><th scope="col">{t('book.yearly')}</th></tr></thead>
      <tbody>{book.programmes.map(row => <tr key={`${row.department}/${row.programme}`}><td>{row.department}</td><td>{row.programme}</td><td className="number">{row.households}</td><td className="number">{money(row.yearly)}</td></tr>)}</tbody>
    </table>
  );
}
