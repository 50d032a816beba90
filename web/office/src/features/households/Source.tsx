import { InfoCircleOutlined } from '@ant-design/icons';
import { Button, Popover } from 'antd';
import { instant } from '../../framework/format';
import { useT } from '../../framework/i18n';
import type { ChangeInfo } from './types';

/** Who, when and why of a field, or of the latest change of all of them, one click beside it. */
export function Source({ of, changes, path, label }: { of: { provenance: Record<string, string> }; changes: ChangeInfo[]; path?: string; label: string }) {
  const { t } = useT();
  const ids = new Set(Object.entries(of.provenance).filter(([field]) => !path || field === path || field.startsWith(`${path}.`)).map(([, change]) => change));
  // Changes come newest first.
  const found = changes.find(change => ids.has(change.id));
  if (!found) return null;
  return (
    <Popover trigger="click" title={t('source.title', { field: label })} content={<SourceText found={found} />}>
      <Button type="text" size="small" className="source" icon={<InfoCircleOutlined />} aria-label={t('source.title', { field: label })} />
    </Popover>
  );
}

function SourceText({ found }: { found: ChangeInfo }) {
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
