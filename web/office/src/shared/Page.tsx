import type { ReactNode } from 'react';
import { useEffect } from 'react';
import { useT } from '../framework/i18n';

/** A page's head: where one is, what it is for, what can be done. */
export function Page({ title, about, actions, children }: { title: string; about?: ReactNode; actions?: ReactNode; children: ReactNode }) {
  const { t } = useT();
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`;
  }, [title, t]);
  return (
    <>
      <header className="page-head">
        <div className="page-head-text">
          <h1>{title}</h1>
          {about && <div className="page-about">{about}</div>}
        </div>
        {actions && <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </>
  );
}

export function Section({ title, extra, children, id }: { title: string; extra?: ReactNode; children: ReactNode; id?: string }) {
  return (
    <section className="card" aria-label={title} id={id}>
      <div className="card-head">
        <h2>{title}</h2>
        {extra}
      </div>
      {children}
    </section>
  );
}

export function Figures({ items }: { items: { label: string; value: ReactNode; unit?: string; hint?: string }[] }) {
  return (
    <dl className="figures">
      {items.map(item => (
        <div key={item.label} className="figure">
          <dt>{item.label}</dt>
          <dd>
            <span className="figure-value">{item.value}</span>
            {item.unit && <span className="figure-unit">{item.unit}</span>}
            {item.hint && <span className="figure-hint">{item.hint}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Label and value pairs; absent values are said, not left blank. */
export function Facts({ items }: { items: { label: string; value: ReactNode; after?: ReactNode }[] }) {
  const { t } = useT();
  return (
    <dl className="facts">
      {items.map(item => (
        <div key={item.label}>
          <dt>{item.label}</dt>
          <dd>
            {item.value === null || item.value === undefined || item.value === '' ? <span className="faint">{t('value.unknown')}</span> : item.value}
            {item.after}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** A state in words with a colour beside it, never the colour alone. */
export function Badge({ tone = 'plain', children }: { tone?: 'plain' | 'good' | 'warn' | 'bad' | 'info'; children: ReactNode }) {
  return <span className={`badge badge-${tone}`}>{children}</span>;
}
