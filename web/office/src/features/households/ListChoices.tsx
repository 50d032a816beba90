import { ArrowDownOutlined, ArrowUpOutlined, CloseOutlined } from '@ant-design/icons';
import { Button, Checkbox, Input, Popconfirm, Popover, Select } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useFilters } from '../../framework/filters';
import { useT } from '../../framework/i18n';
import { ProblemSummary } from '../../shared/Problems';
import { filterNames } from './api';
import { nameField } from './FieldFilters';
import { ownColumns, useDropView, useFields, useSaveView, useViews, usualColumns } from './lists';

/** The columns shown, in their order: those in the address (a view, a link from a colleague), else those that this person last chose. */
export function useColumns(): [string[], (columns: string[]) => void] {
  const { values, set } = useFilters();
  const views = useViews();
  const save = useSaveView();
  const last = views.data?.find(view => view.own && view.name === '');
  const chosen = (values['cols'] ?? last?.columns ?? '').split(',').filter(Boolean);
  return [
    chosen.length > 0 ? chosen : usualColumns,
    columns => {
      set({ cols: columns.join(',') }, true);
      save.mutate({ id: last?.id, name: '', query: '', columns: columns.join(','), shared: false });
    },
  ];
}

export function ColumnChooser({ title, columns, choose }: { title: (key: string) => string; columns: string[]; choose: (columns: string[]) => void }) {
  const i18n = useT();
  const { t } = i18n;
  const fields = useFields();
  const move = (from: number, to: number) => {
    const next = [...columns];
    next.splice(to, 0, ...next.splice(from, 1));
    choose(next);
  };
  const content = (
    <div className="column-order">
      <ol aria-label={t('list.columns')}>
        {columns.map((key, index) => (
          <li key={key}>
            <span>{title(key)}</span>
            <Button type="text" size="small" icon={<ArrowUpOutlined />} disabled={index === 0} aria-label={t('columns.up', { column: title(key) })} onClick={() => move(index, index - 1)} />
            <Button type="text" size="small" icon={<ArrowDownOutlined />} disabled={index === columns.length - 1} aria-label={t('columns.down', { column: title(key) })} onClick={() => move(index, index + 1)} />
            <Button type="text" size="small" icon={<CloseOutlined />} disabled={columns.length === 1} aria-label={t('columns.remove', { column: title(key) })} onClick={() => choose(columns.filter(one => one !== key))} />
          </li>
        ))}
      </ol>
      <Select
        className="full"
        showSearch={{ optionFilterProp: 'label' }}
        value={null}
        aria-label={t('columns.add')}
        placeholder={t('columns.add')}
        options={[
          ...ownColumns.filter(key => !columns.includes(key)).map(key => ({ value: key as string, label: title(key) })),
          ...(fields.data ?? []).filter(field => !columns.includes(field.path)).map(field => ({ value: field.path, label: nameField(i18n, field) })),
        ]}
        onChange={key => key && choose([...columns, key])}
      />
      <Button type="link" onClick={() => choose(usualColumns)}>{t('columns.usual')}</Button>
    </div>
  );
  return <Popover trigger="click" placement="bottomRight" content={content}><Button>{t('list.columns')}</Button></Popover>;
}

/** Saved views: opened in one choice, saved under a name, shared with everybody of the same area. */
export function Views({ columns }: { columns: string[] }) {
  const { t } = useT();
  const navigate = useNavigate();
  const { values } = useFilters();
  const views = useViews();
  const save = useSaveView();
  const drop = useDropView();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const named = (views.data ?? []).filter(view => view.name !== '');
  const query = new URLSearchParams(filterNames.filter(one => one !== 'q' && values[one]).map(one => [one, values[one]!])).toString();
  const same = named.find(view => view.own && view.name === name.trim());
  const store = () => save.mutate({ id: same?.id, name: name.trim(), query, columns: columns.join(','), shared }, { onSuccess: () => { setOpen(false); setName(''); } });
  const content = (
    <form className="condition-form" onSubmit={event => { event.preventDefault(); if (name.trim()) store(); }}>
      <Input autoFocus maxLength={60} value={name} aria-label={t('views.name')} placeholder={t('views.name')} onChange={event => setName(event.target.value)} />
      <Checkbox checked={shared} onChange={event => setShared(event.target.checked)}>{t('views.share')}</Checkbox>
      <Button type="primary" htmlType="submit" disabled={!name.trim()} loading={save.isPending}>{t(same ? 'views.replace' : 'views.save')}</Button>
      <ProblemSummary error={save.error ?? drop.error} />
      {named.some(view => view.own) && (
        <ul className="plain" aria-label={t('views.own')}>
          {named.filter(view => view.own).map(view => (
            <li key={view.id}>
              {view.name}
              <Popconfirm title={t('views.dropAsk', { name: view.name })} okText={t('views.drop')} cancelText={t('job.cancel')} onConfirm={() => drop.mutate(view.id)}>
                <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t('views.dropNamed', { name: view.name })} />
              </Popconfirm>
            </li>
          ))}
        </ul>
      )}
    </form>
  );
  return (
    <>
      {named.length > 0 && (
        <Select
          aria-label={t('views.open')}
          placeholder={t('views.open')}
          style={{ minWidth: 130 }}
          value={null}
          options={named.map(view => ({ value: view.id, label: view.own ? view.name : `${view.name} · ${view.owner_name}` }))}
          onChange={id => {
            const view = named.find(one => one.id === id);
            if (view) void navigate(`/households?${view.query}${view.query ? '&' : ''}cols=${encodeURIComponent(view.columns)}`);
          }}
        />
      )}
      <Popover trigger="click" placement="bottomRight" open={open} onOpenChange={setOpen} title={t('views.save')} content={content}><Button>{t('views.save')}</Button></Popover>
    </>
  );
}
