import { InfoCircleOutlined } from '@ant-design/icons';
import { Button, Popover } from 'antd';
import { instant } from '../../framework/format';
import { useT } from '../../framework/i18n';
import type { HouseholdRecord, Provenance } from './types';

/** Who, when and why of a field, one click beside it. */
export function Source({ record, path, label }: { record: HouseholdRecord; path: string; label: string }) {
  const { t } = useT();
  const found = record.provenance?.[path] ?? record.provenance?.[path.split('/')[0] ?? ''];
  if (!found) return null;
  return (
    <Popover trigger="click" title={t('source.title', { field: label })} content={<SourceText found={found} />}>
      <Button type="text" size="small" className="source" icon={<InfoCircleOutlined />} aria-label={t('source.title', { field: label })} />
    </Popover>
  );
}

export function SourceText({ found }: { found: Provenance }) {
  const { t, code } = useT();
  const rows = [
    [t('source.who'), found.actor],
    [t('source.when'), instant(found.at)],
    [t('source.how'), code('channel', found.channel)],
    [t('source.why'), found.reason],
    [t('source.file'), found.source],
  ].filter(row => row[1]);
  return <dl className="source-text">{rows.map(([label, value]) => <div key={label}><dt>{label}</dt><dd>{value}</dd></div>)}</dl>;
}
