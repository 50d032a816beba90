import { Button, Select } from 'antd';
import { useMemo, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useFilters } from '../../framework/filters';
import { day, instant, today } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { useCan } from '../../framework/session';
import { sayActor } from '../../shared/actor';
import { DateInput } from '../../shared/DateInput';
import { ListTable, type Column } from '../../shared/ListTable';
import { Badge, Page } from '../../shared/Page';
import { RegionSelect } from '../../shared/RegionSelect';
import { Empty, Loaded } from '../../shared/State';
import { useAllEvents, type EventView } from './api';
import { UndoDialog } from './Events';
import { kindCodes } from './kinds';

const others = ['registered', 'undo'] as const;

/** What happened in an area, newest first: a clerk comes to see what was recorded lately, to find one event, to take a mistake back. */
export function EventsPage() {
  const { t } = useT();
  const navigate = useNavigate();
  const { values, set } = useFilters();
  const filters = { region: values['region'], kind: values['kind'], from: values['from'], to: values['to'] };
  const query = useAllEvents(filters, values['cursor']);
  const [undoing, setUndoing] = useState<EventView>();
  const columns = useColumns(setUndoing);
  const filtered = Object.values(filters).some(Boolean);
  return (
    <Page title={t('events.all')} about={t('events.about')} actions={<Link className="button-link" to={`/balance${filters.region ? `?region=${filters.region}` : ''}`}>{t('balance.title')}</Link>}>
      <div className="filters" role="group" aria-label={t('list.filters')}>
        <RegionSelect value={values['region']} onChange={region => set({ region })} />
        <Select
          allowClear
          style={{ width: 150 }}
          aria-label={t('event.kind')}
          placeholder={t('event.kind')}
          value={values['kind']}
          options={[...kindCodes, ...others].map(kind => ({ value: kind, label: t(`event.kind.${kind}`) }))}
          onChange={kind => set({ kind })}
        />
        <label>{t('events.from')} <DateInput keep max={today()} value={values['from'] ?? ''} onChange={typed => set({ from: typed })} /></label>
        <label>{t('events.to')} <DateInput keep max={today()} value={values['to'] ?? ''} onChange={typed => set({ to: typed })} /></label>
      </div>
      <Loaded query={query} rows={12}>
        {page => (
          <ListTable
            id="events"
            label={t('events.all')}
            columns={columns}
            page={page}
            rowKey={row => row.id}
            loading={query.isPlaceholderData}
            open={row => void navigate(`/households/${householdOf(row)?.household}#events`)}
            card={row => (
              <>
                <div className="card-line"><span><Kind event={row} /> <Households event={row} /></span><span className="number">{day(row.on)}</span></div>
                <div>{row.change.reason}</div>
                <div className="faint">{sayActor(t, row.change.actor)} · {instant(row.change.at)}</div>
              </>
            )}
            empty={<Empty title={t(filtered ? 'events.noMatch' : 'event.none')} hint={t('events.none.hint')} />}
          />
        )}
      </Loaded>
      {undoing && <UndoDialog event={undoing} close={() => setUndoing(undefined)} />}
    </Page>
  );
}

const householdOf = (event: EventView) => event.parties[0];

function Kind({ event }: { event: EventView }) {
  const { t, text } = useT();
  return <><Badge tone={event.kind === 'undo' ? 'warn' : 'info'}>{text(event.name)}</Badge>{event.undone_by && <Badge tone="plain">{t('event.undone')}</Badge>}</>;
}

function Households({ event }: { event: EventView }) {
  const { t } = useT();
  const households = [...new Map(event.parties.map(party => [party.household, party])).values()];
  return <>{households.map((party, index) => <span key={party.household}>{index > 0 && '、'}<Link to={`/households/${party.household}`}>{party.head_name ?? t('value.unknown')}</Link></span>)}</>;
}

function useColumns(undo: (event: EventView) => void): Column<EventView>[] {
  const { t, text } = useT();
  const can = useCan();
  return useMemo(
    () => [
      { key: 'on', title: t('event.on'), render: row => <span className="nowrap">{day(row.on) || t('value.beginning')}</span> },
      { key: 'kind', title: t('event.kind'), render: row => <Kind event={row} /> },
      { key: 'household', title: t('field.head'), render: row => <Households event={row} /> },
      { key: 'persons', title: t('events.who'), render: row => [...new Set(row.parties.map(party => party.name).filter(Boolean))].join('、') },
      { key: 'place', title: t('region.village'), render: row => [...new Set(row.parties.map(party => party.region.name))].join(' → ') },
      { key: 'effects', title: t('events.effects'), render: row => row.effects[0] && <span title={row.effects.map(text).join('\n')}>{text(row.effects[0])}{row.effects.length > 1 && <span className="faint"> {t('events.more', { n: row.effects.length - 1 })}</span>}</span> },
      { key: 'reason', title: t('change.reason'), render: row => row.change.reason, optional: true },
      { key: 'by', title: t('events.by'), render: row => <span className="faint">{sayActor(t, row.change.actor)} <span className="nowrap">{instant(row.change.at)}</span></span> },
      { key: 'undo', title: t('event.undo'), render: row => row.can_undo && can('household.change') && <Button size="small" onClick={() => undo(row)}>{t('event.undo')}<span className="hidden-text"> {text(row.name)} {day(row.on)}</span></Button> },
    ],
    [t, text, can, undo],
  );
}
