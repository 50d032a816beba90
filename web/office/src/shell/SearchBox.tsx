import { SearchOutlined } from '@ant-design/icons';
import { read, type Schemas } from '@fuyao/shared/api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { useNavigate } from 'react-router';
import { useT } from '../framework/i18n';
import { useCan, useUser } from '../framework/session';
import { ErrorState } from '../shared/State';

type Hit = Schemas['SearchHit'];

/**
 * The one search box. `/` or Ctrl+K comes here from anywhere; arrows choose, Enter opens the chosen one, the only one, or the list.
 * With nothing typed it offers what was opened last in this window.
 */
export function SearchBox() {
  const { t } = useT();
  const navigate = useNavigate();
  const can = useCan();
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const [recent, remember] = useRecent();
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState('');
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);

  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      const target = event.target as HTMLElement;
      const typing = target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
      const wanted = (event.key === '/' && !event.ctrlKey && !event.metaKey && !typing) || (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey));
      if (!wanted) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(typed.trim()), 120);
    return () => clearTimeout(timer);
  }, [typed]);

  const found = useQuery({
    queryKey: ['search', asked],
    queryFn: ({ signal }) => read('/api/search', { query: { q: asked, limit: 10 }, signal }),
    enabled: asked.length > 0 && open,
    placeholderData: keepPreviousData,
  });
  if (!can('household.view')) return <span className="search" />;
  const text = typed.trim();
  const items = text ? (asked ? (found.data?.items ?? []) : []) : recent;
  const current = text === asked && !found.isPlaceholderData && !found.isFetching;

  const leave = () => {
    setOpen(false);
    setAt(-1);
    input.current?.blur();
  };
  const show = (hit: Hit) => {
    leave();
    setTyped('');
    remember(hit);
    void navigate(addressOf(hit));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      setAt(now => Math.max(-1, Math.min(items.length - 1, now + (event.key === 'ArrowDown' ? 1 : -1))));
    } else if (event.key === 'Escape') {
      leave();
    } else if (event.key === 'Enter') {
      const chosen = items[at] ?? (text && current && items.length === 1 ? items[0] : undefined);
      if (chosen) show(chosen);
      else if (text) {
        leave();
        void navigate(`/households?q=${encodeURIComponent(text)}`);
      }
    }
  };
  const expanded = open && (text ? asked.length > 0 : recent.length > 0);
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
        aria-keyshortcuts="/ Control+K"
        aria-expanded={expanded}
        aria-controls={listId}
        aria-activedescendant={at >= 0 ? `${listId}-${at}` : undefined}
        placeholder={t('search.placeholder')}
        maxLength={64}
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
      <kbd aria-hidden>Ctrl K</kbd>
      <div className="search-panel" hidden={!expanded}>
        {!text && <p className="faint">{t('search.recent')}</p>}
        <ul id={listId} role="listbox" aria-label={t(text ? 'search.matches' : 'search.recent')}>
          {items.map((hit, index) => (
            <li key={`${hit.kind}/${hit.id}`} id={`${listId}-${index}`} role="option" aria-selected={index === at} onMouseDown={event => event.preventDefault()} onClick={() => show(hit)}>
              <HitLine hit={hit} />
            </li>
          ))}
        </ul>
        {text && (found.error ? <ErrorState error={found.error} retry={() => void found.refetch()} /> : found.isFetching && items.length === 0 ? <p className="faint">{t('state.loading')}</p> : items.length === 0 ? <p className="faint">{t('search.none')}</p> : <p className="faint">{t(found.data?.more ? 'search.more' : 'search.enter')}</p>)}
      </div>
    </div>
  );
}

function HitLine({ hit }: { hit: Hit }) {
  const { t, code } = useT();
  const kind = kinds[hit.kind as keyof typeof kinds];
  const about = [
    hit.former_name && t('search.formerly', { name: hit.former_name }),
    hit.relation && code('relation', hit.relation),
    hit.birth_year && t('search.born', { year: String(hit.birth_year) }),
    hit.left && t('search.left'),
  ].filter(Boolean).join(' · ');
  return (
    <>
      <span className="search-kind">{kind ? t(kind) : hit.kind}</span>
      <strong>{hit.name ?? hit.number}</strong>
      {about && <span className={hit.left ? 'faint' : ''}>{about}</span>}
      <span className="faint search-place">{[hit.kind === 'household' || hit.match === 'number' ? hit.number : null, hit.region?.township, hit.kind === 'village' || hit.kind === 'township' ? null : hit.region?.name].filter(Boolean).join(' ')}</span>
    </>
  );
}

const kinds = { person: 'search.kind.person', household: 'search.kind.household', organisation: 'search.kind.organisation', village: 'search.kind.village', township: 'search.kind.township' } as const;

function addressOf(hit: Hit) {
  if (hit.kind === 'organisation') return `/organisations/${hit.id}`;
  return hit.household ? `/households/${hit.household}` : `/households?region=${hit.id}`;
}

/** What this person opened last, in this window only: names do not stay on a shared machine. */
function useRecent(): [Hit[], (hit: Hit) => void] {
  const key = `fuyao.recent.${useUser().id}`;
  const [recent, setRecent] = useState<Hit[]>(() => JSON.parse(sessionStorage.getItem(key) ?? '[]') as Hit[]);
  return [
    recent,
    hit => {
      const next = [hit, ...recent.filter(one => one.kind !== hit.kind || one.id !== hit.id)].slice(0, 8);
      sessionStorage.setItem(key, JSON.stringify(next));
      setRecent(next);
    },
  ];
}
