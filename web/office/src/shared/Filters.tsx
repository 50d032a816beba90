import { FilterOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { Children, useState, type ReactNode } from 'react';
import { useT } from '../framework/i18n';
import { useNarrow } from './narrow';

/** What narrows a list: beside one another on a screen; on a phone the first stands, the others behind one button that says how many hold. */
export function Filters({ active, children }: { active: number; children: ReactNode }) {
  const { t } = useT();
  const narrow = useNarrow();
  const [open, setOpen] = useState(false);
  const [first, ...others] = Children.toArray(children);
  return (
    <div className="filters" role="group" aria-label={t('list.filters')}>
      {first}
      {narrow && others.length > 1 && <Button icon={<FilterOutlined />} aria-expanded={open} onClick={() => setOpen(!open)}>{t('list.filters')}{active > 0 && ` (${active})`}</Button>}
      {(!narrow || open || others.length < 2) && others}
    </div>
  );
}
