import { SearchOutlined } from '@ant-design/icons';
import { read } from '@fuyao/shared/api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { useNavigate } from 'react-router';
import type { HouseholdRow } from '../features/households/types';
import { useT } from '../framework/i18n';
import { useCan } from '../framework/session';

/** The one search box: name, pinyin initials, id number, household number. `/` comes here from anywhere; Enter opens the match or the list. */
export function SearchBox() {
  const { t } = useT();
  const navigate = useNavigate();
  const can = useCan();
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState('');
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);

  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.key !== '/' || event.ctrlKey || event.metaKey || target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(typed.trim()), 160);
    return () => clearTimeout(timer);
  }, [typed]);

  const found = useQuery({
    queryKey: ['search', asked],
    queryFn: ({ signal }) => read('/api/households', { query: { q: asked, limit: 8 }, signal }),
    enabled: asked.length > 0 && open,
    placeholderData: keepPreviousData,
  });
  if (!can('household.view')) return <span className="search" />;
  const items = asked && typed.trim() ? (found.data?.items ?? []) : [];

  const leave = () => {
    setOpen(false);
    setAt(-1);
    input.current?.blur();
  };
  const show = (row: HouseholdRow) => {
    leave();
    setTyped('');
    void navigate(`/households/${row.id}`);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setAt(now => Math.max(-1, Math.min(items.length - 1, now + (event.key === 'ArrowDown' ? 1 : -1))));
    } else if (event.key === 'Escape') {
      leave();
    } else if (event.key === 'Enter' && typed.trim()) {
      const chosen = items[at];
      if (chosen) show(chosen);
      else {
        leave();
        void navigate(`/households?q=${encodeURIComponent(typed.trim())}`);
      }
    }
  };
  const expanded = open && asked.length > 0 && typed.trim().length > 0;
  return (
    <div className="search" role="search">
      <SearchOutlined aria-hidden className="search-mark" />
      <input
        ref={input}
        type="text"
        role="combobox"
        autoComplete="off"
        spellCheck={false}
        aria-label={t('search.label')}
        aria-keyshortcuts="/"
        aria-expanded={expanded}
        aria-controls={listId}
        aria-activedescendant={at >= 0 ? `${listId}-${at}` : undefined}
        placeholder={t('search.placeholder')}
        value={typed}
        onChange={event => {
          setTyped(event.target.value);
          setOpen(true);
          setAt(-1);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setTimeout(() => setOpen(false), 150)}
        onKeyDown={onKeyDown}
      />
      <kbd aria-hidden>/</kbd>
      <div className="search-panel" hidden={!expanded}>
        <ul id={listId} role="listbox" aria-label={t('search.matches')}>
          {items.map((row, index) => (
            <li key={row.id} id={`${listId}-${index}`} role="option" aria-selected={index === at} onMouseDown={event => event.preventDefault()} onClick={() => show(row)}>
              <strong>{row.head_name}</strong>
              <span>{row.number}</span>
              <span className="faint">{[row.region.township, row.region.name].filter(Boolean).join(' ')}</span>
            </li>
          ))}
        </ul>
        {found.isFetching && items.length === 0 ? <p className="faint">{t('state.loading')}</p> : items.length === 0 ? <p className="faint">{t('search.none')}</p> : <p className="faint">{t('search.enter')}</p>}
      </div>
    </div>
  );
}
